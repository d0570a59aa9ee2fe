import type { Nearest } from './miss.ts'
import { type NoiseOptions, noiseLine } from './noise.ts'

/** Something to do about a miss: when it applies, and the line to type. */
export interface Remedy {
  readonly when: string
  readonly line: string
  /** The options that the line names, where it names any: with them, the nearest interaction is played. */
  readonly options?: NoiseOptions | { readonly repeats: 'last' }
}

/** What the remedies for a miss depend on. */
export interface MissSituation {
  readonly origins: readonly string[]
  readonly nearest: Nearest | undefined
  /** The options that leave out all that differs, where there are such. */
  readonly noise: NoiseOptions | undefined
  /** Whether the option `ignore` is used already. */
  readonly ignores: boolean
  /** What records the cassette anew. @defaultValue `WIRETAPE_MODE=record` */
  readonly recordWith?: string | undefined
}

/** What to do about a miss, the likeliest first. */
export function remediesFor(situation: MissSituation): readonly Remedy[] {
  const { nearest, noise, origins, recordWith = 'WIRETAPE_MODE=record' } = situation
  if (origins.length > 1) return [{ when: 'several recorded hosts fit', line: sayWhich }]
  if (nearest === undefined)
    return [{ when: 'nothing was recorded yet', line: `record it with ${recordWith}` }]
  const recordAgain = `record again with ${recordWith}`
  if (nearest.differing.length === 0) {
    return [{ when: 'it is now sent more often than it was recorded', line: recordAgain }, replay]
  }
  return [
    { when: 'the request changed on purpose', line: recordAgain },
    noise === undefined ? newRemedy : noiseRemedy(noise, nearest, situation.ignores),
  ]
}

const sayWhich =
  'say which with --upstream URL, the header x-wiretape-upstream, or the base URL /__wiretape/to/<host>/'

const newRemedy: Remedy = {
  when: 'it is a new request',
  line: 'add it with WIRETAPE_MODE=new-episodes',
}

const replay: Remedy = {
  when: 'one recording may answer it again',
  line: "repeats: 'last'",
  options: { repeats: 'last' },
}

function noiseRemedy(options: NoiseOptions, nearest: Nearest, ignores: boolean): Remedy {
  const isOne = nearest.differences.length === 1
  return {
    when: isOne ? 'the difference is noise' : 'the differences are noise',
    line: noiseLine(options, ignores),
    options,
  }
}
