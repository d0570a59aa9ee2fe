import type { Difference } from './difference.ts'
import type { MatchName } from './matcher.ts'
import type { Nearest } from './miss.ts'

/** Something to do about a miss: when it applies, and the line to type. */
export interface Remedy {
  readonly when: string
  readonly line: string
  /** The options that the line names, where it names any: with them, the nearest interaction matches. */
  readonly options?: RemedyOptions
}

interface RemedyOptions {
  readonly ignore?: readonly string[]
  readonly matchOn?: readonly MatchName[]
  readonly repeats?: 'last'
}

/** What the remedies for a miss depend on. */
export interface MissSituation {
  readonly nearest: Nearest | undefined
  /** All differences of the nearest, or nothing where there are too many. */
  readonly differences: readonly Difference[] | undefined
  readonly comparedParts: readonly string[]
  readonly origins: readonly string[]
}

const recordAgain = 'record again with WIRETAPE_MODE=record'

/** What to do about a miss, the likeliest first. */
export function remediesFor(situation: MissSituation): readonly Remedy[] {
  const { nearest, differences = [], origins } = situation
  if (origins.length > 1) return [{ when: 'several recorded hosts fit', line: sayWhich }]
  if (nearest === undefined) return [{ when: 'nothing was recorded yet', line: recordAgain }]
  if (nearest.differenceCount === 0) return playedRemedies
  const noise = noiseRemedy(differences, situation.comparedParts)
  return [
    { when: 'the request changed on purpose', line: recordAgain },
    noise ?? { when: 'it is a new request', line: 'add it with WIRETAPE_MODE=new-episodes' },
  ]
}

const sayWhich =
  'say which with --upstream URL, the header x-wiretape-upstream, or the base URL /__wiretape/to/<host>/'

const playedRemedies: readonly Remedy[] = [
  { when: 'it is now sent more often than it was recorded', line: recordAgain },
  {
    when: 'one recording may answer it again',
    line: "repeats: 'last'",
    options: { repeats: 'last' },
  },
]

const mostPaths = 6

/** The options that leave out all that differs, where such options make sense. */
function noiseRemedy(
  differences: readonly Difference[],
  comparedParts: readonly string[],
): Remedy | undefined {
  const options = optionsAgainst(differences, comparedParts)
  if (options === undefined) return undefined
  const lines = Object.entries(options).map(([name, values]) => `${name}: ${listOf(values)}`)
  const when = differences.length === 1 ? 'the difference is noise' : 'the differences are noise'
  return { when, line: lines.join(', '), options }
}

function optionsAgainst(
  differences: readonly Difference[],
  comparedParts: readonly string[],
): RemedyOptions | undefined {
  const ignorable = differences.filter(isIgnorable)
  const others = new Set(differences.filter((one) => !isIgnorable(one)).map(nameOfRest))
  const ignore = generalPaths(ignorable.map(({ at }) => at as string))
  if (differences.length === 0 || ignore.length > mostPaths) return undefined
  const matchOn = others.size === 0 ? undefined : matchOnWithout(others, comparedParts)
  if (others.size > 0 && matchOn === undefined) return undefined
  return { ...(matchOn && { matchOn }), ...(ignore.length > 0 && { ignore }) }
}

/** Whether `ignore` can leave it out. */
function isIgnorable({ at }: Difference): boolean {
  return at !== undefined && /^(?:\$|query\.|headers\.|form\.)/.test(at)
}

function nameOfRest({ part, at }: Difference): string {
  return part === 'url' || part === 'origin' ? (at ?? part) : part
}

const urlParts: readonly MatchName[] = ['path', 'query']

/** What is left to compare when hosts, or bodies that are no JSON and no form, do not matter. */
function matchOnWithout(
  others: ReadonlySet<string>,
  comparedParts: readonly string[],
): readonly MatchName[] | undefined {
  const canGo = new Set(['host', 'scheme', 'body'])
  if ([...others].some((name) => !canGo.has(name))) return undefined
  const isOriginFree = others.has('host') || others.has('scheme')
  return comparedParts.flatMap((name): readonly MatchName[] => {
    if (others.has(name)) return []
    if (isOriginFree && name === 'url') return urlParts
    return isOriginFree && name === 'origin' ? [] : [name as MatchName]
  })
}

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

function listOf(values: unknown): string {
  if (typeof values === 'string') return quoted(values)
  return `[${(values as readonly string[]).map(quoted).join(', ')}]`
}

function quoted(text: string): string {
  return /['\\]/.test(text) ? JSON.stringify(text) : `'${text}'`
}
