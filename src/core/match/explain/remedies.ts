import type { Nearest } from './miss.ts'
import { type NoiseOptions, noiseFlags, noiseLine } from './noise.ts'

/** How those who read of a miss do something about it. */
export interface Advice {
  /** The command that records this cassette, for messages. @defaultValue `WIRETAPE_MODE=record` */
  readonly recordWith?: string
  /** What adds a request to this cassette, for messages. @defaultValue `WIRETAPE_MODE=new-episodes` */
  readonly addWith?: string
  /** How messages name options: as in code, or as flags of the command. @defaultValue `'code'` */
  readonly optionsAs?: 'code' | 'flags'
}

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
  readonly advice: Advice
}

/** What to do about a miss, the likeliest first. */
export function remediesFor(situation: MissSituation): readonly Remedy[] {
  const { nearest, noise, origins, advice } = situation
  const { recordWith = 'WIRETAPE_MODE=record', optionsAs = 'code' } = advice
  if (origins.length > 1) return [{ when: 'several recorded hosts fit', line: sayWhich }]
  if (nearest === undefined)
    return [{ when: 'nothing was recorded yet', line: `record it with ${recordWith}` }]
  const recordAgain = `record again with ${recordWith}`
  if (nearest.differing.length === 0) {
    return [
      { when: 'it is now sent more often than it was recorded', line: recordAgain },
      repeatRemedies[optionsAs],
    ]
  }
  return [
    ...ownAppRemedies(nearest, advice),
    { when: 'the request changed on purpose', line: recordAgain },
    ...(noise === undefined
      ? [...otherHostRemedies(nearest, advice), newRemedy(advice)]
      : [noiseRemedy(noise, nearest, situation)]),
  ]
}

const sayWhich =
  'say which with --upstream URL, the header x-wiretape-upstream, or the base URL /__wiretape/to/<host>/'

function newRemedy({ addWith = 'WIRETAPE_MODE=new-episodes' }: Advice): Remedy {
  return { when: 'it is a new request', line: `add it with ${addWith}` }
}

/** An app that a test starts itself has another port in each run. */
function ownAppRemedies(nearest: Nearest, advice: Advice): readonly Remedy[] {
  const { recorded, actual } = hostnamesOf(nearest)
  if (actual === undefined || actual !== recorded || !loopback.test(actual)) return []
  return [{ when: 'it goes to an app that this run starts itself', line: letPast(actual, advice) }]
}

/** Tools send requests of their own, which come in one run and not in the next. */
function otherHostRemedies(nearest: Nearest, advice: Advice): readonly Remedy[] {
  const { recorded, actual } = hostnamesOf(nearest)
  if (actual === undefined || actual === recorded || loopback.test(actual)) return []
  return [{ when: 'it is an update check or telemetry', line: letPast(actual, advice) }]
}

function letPast(host: string, { optionsAs }: Advice): string {
  return optionsAs === 'flags' ? `--passthrough '${host}'` : `passthrough: ['${host}']`
}

/** Of a request to another host than the nearest one was to: both, without their ports. */
function hostnamesOf({ differences }: Nearest): Readonly<Record<string, string | undefined>> {
  const host = differences.find(({ at }) => at === 'host')
  return { recorded: hostnameOf(host?.recorded), actual: hostnameOf(host?.actual) }
}

const loopback = /^(?:localhost|127\.[\d.]+|\[::1\])$/

function hostnameOf(host: unknown): string | undefined {
  return typeof host === 'string' ? host.replace(/:\d+$/, '') : undefined
}

const repeatRemedies = {
  code: repeatRemedy("repeats: 'last'"),
  flags: repeatRemedy('--repeats last'),
}

function repeatRemedy(line: string): Remedy {
  return { when: 'one recording may answer it again', line, options: { repeats: 'last' } }
}

function noiseRemedy(
  options: NoiseOptions,
  nearest: Nearest,
  { advice, ignores }: MissSituation,
): Remedy {
  const isOne = nearest.differences.length === 1
  return {
    when: isOne ? 'the difference is noise' : 'the differences are noise',
    line: advice.optionsAs === 'flags' ? noiseFlags(options) : noiseLine(options, ignores),
    options,
  }
}
