import { isRegExp } from '../../core/realms.ts'

/** What stands for a RegExp on the way: some pools of vitest 3 send JSON. */
interface PackedRegExp {
  readonly $regexp: readonly [source: string, flags: string]
}

/**
 * Makes options ready to travel from vite.config.ts to the processes of the tests.
 *
 * @throws TypeError that names a function: those stay behind
 */
export function packed(value: unknown, name = ''): unknown {
  if (typeof value === 'function') throw stranded(name)
  if (typeof value !== 'object' || value === null) return value
  if (isRegExp(value)) return { $regexp: [value.source, value.flags] } satisfies PackedRegExp
  if (Array.isArray(value)) return value.map((one, nth) => packed(one, `${name}[${nth}]`))
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const prefix = name === '' ? '' : `${name}.`
  return Object.fromEntries(entries.map(([key, inner]) => [key, packed(inner, prefix + key)]))
}

/** The options as they were before they travelled. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isPackedRegExp(value)) return new RegExp(...value.$regexp)
  if (Array.isArray(value)) return value.map(unpacked)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner)]))
}

function isPackedRegExp(value: object): value is PackedRegExp {
  return '$regexp' in value && Array.isArray(value.$regexp)
}

function stranded(name: string): TypeError {
  return new TypeError(
    `wiretape({ ${name} }) is a function, and functions do not reach the processes of the tests.\n` +
      'Put it into wiretape.config.ts, or call useCassettes() in a setup file.',
  )
}
