import { type JsonPath, parsePath } from './json/path.ts'
import { ignored } from './wild.ts'
import { isRegExp } from '../realms.ts'

/** What `ignore` leaves out of every comparison, ready for use. */
export interface Ignore {
  readonly query: ReadonlySet<string>
  /** In lower case. */
  readonly headers: ReadonlySet<string>
  readonly form: ReadonlySet<string>
  readonly json: readonly JsonPath[]
  readonly hasPatterns: boolean
  /** Takes out what a pattern finds. */
  readonly inText: (text: string) => string
}

/**
 * Reads the option `ignore`.
 *
 * @throws TypeError naming the option, the value and the place in it that cannot be read.
 */
export function compileIgnore(option: readonly (string | RegExp)[] = []): Ignore {
  if (!Array.isArray(option)) {
    throw new TypeError(
      `ignore is ${JSON.stringify(option)}: expected a list of paths and RegExps.`,
    )
  }
  const names = { query: new Set<string>(), headers: new Set<string>(), form: new Set<string>() }
  const json: JsonPath[] = []
  const patterns: RegExp[] = []
  for (const [index, entry] of option.entries()) {
    const option = `ignore[${index}]`
    if (isRegExp(entry)) patterns.push(everywhere(entry))
    else if (typeof entry !== 'string') throw new TypeError(notAPath(option, entry))
    else if (entry.startsWith('$')) json.push(readPath(option, entry))
    else addName(names, option, entry)
  }
  return { ...names, json, hasPatterns: patterns.length > 0, inText: takingOut(patterns) }
}

function everywhere(pattern: RegExp): RegExp {
  const flags = pattern.flags.replace(/[gy]/g, '')
  return new RegExp(pattern.source, `${flags}g`)
}

function takingOut(patterns: readonly RegExp[]): (text: string) => string {
  if (patterns.length === 0) return (text) => text
  return (text) =>
    patterns.reduce(
      (left, pattern) => left.replace(pattern, (hit) => (hit === '' ? '' : ignored)),
      text,
    )
}

function readPath(option: string, text: string): JsonPath {
  const path = parsePath(text)
  if (!('problem' in path)) return path
  throw new TypeError(
    `${option} is ${JSON.stringify(text)}: ${path.problem} at position ${path.offset}.`,
  )
}

function addName(
  names: Record<'query' | 'headers' | 'form', Set<string>>,
  option: string,
  text: string,
): void {
  const dot = text.indexOf('.')
  const place = text.slice(0, dot)
  const name = text.slice(dot + 1)
  if (name === '' || !(place === 'query' || place === 'headers' || place === 'form')) {
    throw new TypeError(notAPath(option, text))
  }
  names[place].add(place === 'headers' ? name.toLowerCase() : name)
}

function notAPath(option: string, value: unknown): string {
  return (
    `${option} is ${JSON.stringify(value)}: expected a RegExp or a path that begins with ` +
    '"$", "query.", "headers." or "form." at position 0.'
  )
}
