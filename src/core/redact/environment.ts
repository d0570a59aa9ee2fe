import { remembering } from '../remembering.ts'

/** Variables by name, as data. */
export type Environment = Readonly<Record<string, string | undefined>>

const secretName =
  /(?:^|_)(?:API_?KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|(?:ACCESS|PRIVATE|SECRET)_KEY)$/i

// A suite asks about the same variables in each of its tests.
const isSecretName = remembering((name) => secretName.test(name))

/** Values shorter than this are too likely to stand in a text by chance. */
export const shortestValue = 12

/**
 * The values of the variables that look like secrets by their name, and of those the user names (`*` is anything).
 *
 * `names` false: none.
 */
export function secretValuesOf(
  env: Environment,
  names: readonly string[] | false,
): readonly string[] {
  if (names === false) return []
  const patterns = names.map(patternOf)
  const values: string[] = []
  // Not their keys: Node asks the system about each variable, whether it is one.
  for (const name of Object.getOwnPropertyNames(env)) {
    if (!isSecretName(name) && !fitsOne(name, patterns)) continue
    const value = env[name] ?? ''
    if (value.length >= shortestValue) values.push(value)
  }
  return values
}

// No function is made for each variable: a suite would leave a megabyte of them.
function fitsOne(name: string, patterns: readonly RegExp[]): boolean {
  for (const pattern of patterns) if (pattern.test(name)) return true
  return false
}

function patternOf(name: string): RegExp {
  const source = name.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`, 'i')
}
