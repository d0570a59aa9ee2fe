import type { Difference } from '../difference.ts'
import type { MatchName } from '../matcher.ts'
import { shellQuoted } from '../../shell-word.ts'

/** Options that leave out what differs. */
export interface NoiseOptions {
  readonly matchOn?: readonly MatchName[]
  /** To be added to what is ignored already. */
  readonly ignore?: readonly string[]
}

const mostPaths = 6
const longestPath = 300

/**
 * Options that may leave out all these differences, the least first. Whether they do is for a comparison to say.
 *
 * @param comparedParts - The names in `matchOn`.
 */
export function noiseOptions(
  differences: readonly Difference[],
  comparedParts: readonly string[],
): readonly NoiseOptions[] {
  const ignore = generalPaths(differences.filter(isPath).map(({ at }) => at as string))
  if (ignore.length > mostPaths || ignore.some((path) => path.length > longestPath)) return []
  const others = new Set(differences.filter((difference) => !isPath(difference)).map(nameOf))
  const rest = ignore.length === 0 ? {} : { ignore }
  if (others.size === 0) return [rest]
  return shorterMatchOn(others, comparedParts).map((matchOn) => ({ matchOn, ...rest }))
}

/** Whether `ignore` can name it. */
function isPath({ at }: Difference): boolean {
  return at !== undefined && /^(?:\$|query\.|headers\.|form\.)/.test(at)
}

function nameOf({ part, at }: Difference): string {
  return part === 'url' || part === 'origin' ? (at ?? part) : part
}

/** Another host may be meant to answer, and a body that has no paths can only be left out; another path is another request. */
function shorterMatchOn(
  others: ReadonlySet<string>,
  comparedParts: readonly string[],
): readonly (readonly MatchName[])[] {
  if (comparedParts.includes('content_length')) return [['method', 'url', 'body']]
  const canBeTyped = !comparedParts.includes('function')
  if (!canBeTyped || ![...others].every((name) => leavable.has(name))) return []
  const isOriginFree = others.has('host') || others.has('scheme')
  const left = comparedParts
    .filter((name) => !others.has(name) && !(isOriginFree && name === 'origin'))
    .flatMap((name) => (isOriginFree && name === 'url' ? ['path', 'query'] : [name]))
  return [left as MatchName[]]
}

const leavable = new Set(['host', 'scheme', 'body'])

/** Paths that differ only in an index become one path with `[*]`. */
function generalPaths(paths: readonly string[]): readonly string[] {
  const byGeneral = new Map<string, string>()
  for (const path of paths) {
    const general = generalPath(path)
    byGeneral.set(general, byGeneral.has(general) ? general : path)
  }
  return [...byGeneral.values()]
}

function generalPath(path: string): string {
  return path.replace(/\['(?:[^'\\]|\\.)*'\]|\[\d+\]/g, (step) =>
    step.startsWith("['") ? step : '[*]',
  )
}

/** The options as they are typed. */
export function noiseLine({ matchOn, ignore }: NoiseOptions, ignoresAlready: boolean): string {
  const added = ignoresAlready ? 'add to ignore' : 'ignore'
  return [
    ...(matchOn === undefined ? [] : [`matchOn: ${listOf(matchOn)}`]),
    ...(ignore === undefined ? [] : [`${added}: ${listOf(ignore)}`]),
  ].join(', ')
}

/** The options as flags of the command, which add to those that are there. */
export function noiseFlags({ matchOn, ignore = [] }: NoiseOptions): string {
  const flags = matchOn === undefined ? [] : [`--match-on ${matchOn.join(',')}`]
  return [...flags, ...ignore.map((path) => `--ignore ${shellQuoted(path)}`)].join(' ')
}

function listOf(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`
}

function quoted(text: string): string {
  return /['\\\n]/.test(text) ? JSON.stringify(text) : `'${text}'`
}
