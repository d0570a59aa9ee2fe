import { type Matcher, createMatcher } from '../core/match/matcher.ts'
import { type Mode, type Plan, planOf } from '../core/modes.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { type SecretRules, compileRules } from '../core/redact/rules.ts'
import { type Clock, globalClock, processClock } from './clock.ts'
import type { HttpRequest } from './http-request.ts'
import { newIndex } from './new-index.ts'
import { type RecorderOptions, checkOptions, defaultMaxBodyBytes } from './options.ts'
import { Sequence } from './sequence.ts'

/** All that a replay stands on. */
export interface Opened {
  /** As it was named; empty for a cassette in memory. */
  readonly path: string
  readonly mode: Mode
  readonly plan: Plan
  /** Whether the mode needs a file and there is none. */
  readonly isMissing: boolean
  readonly options: RecorderOptions
  readonly maxBodyBytes: number
  readonly clock: Clock
  /** Of the jitter. */
  readonly seed: number
  readonly rules: SecretRules
  readonly matcher: Matcher
  /** Empty where the mode asks for no match. */
  readonly sequence: Sequence
  readonly host: Host
  readonly warn: (message: string) => void
}

/** What surrounds a recorder: Node, or a browser. */
export interface Host {
  /** Where secrets are looked up, unless the options say so. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where warnings go, unless the options say so. */
  readonly warn: (message: string) => void
  /** A request as it is matched: without the codings of its body, where they can be taken off. */
  readonly decoded: (request: HttpRequest, maxBodyBytes: number) => HttpRequest
}

/** A cassette, and what becomes of requests. */
export interface Content {
  readonly path: string
  readonly mode: Mode
  readonly plan: Plan
  /** Whether there is a file, or something else that it was read from. */
  readonly exists: boolean
  readonly interactions: readonly Interaction[]
}

/** Opens what was read. */
export function openContent(content: Content, options: RecorderOptions, host: Host): Opened {
  const { path, mode, plan, exists, interactions } = content
  const rules = compileRules(options.redact, options.env ?? host.env, options)
  const matcher = createMatcher(options, rules)
  const played = plan.onMatch === 'replay' ? interactions : []
  const maxBodyBytes = options.maxBodyBytes ?? defaultMaxBodyBytes
  return {
    path,
    mode,
    plan,
    isMissing: plan.needsFile && !exists,
    options,
    maxBodyBytes,
    clock: clockOf(options.clock),
    seed: options.seed ?? Math.floor(Math.random() * 2 ** 31),
    rules,
    matcher,
    sequence: new Sequence(newIndex(played, { matcher, host, maxBodyBytes }), options.repeats),
    host,
    warn: options.onWarning ?? host.warn,
  }
}

/** A cassette in memory that is replayed, and what becomes of requests that it does not answer. */
export interface Served {
  readonly cassette: Cassette
  /** What messages call it. */
  readonly name: string
  readonly onMiss: 'refuse' | 'send'
}

/** Opens a cassette that is in memory, to be replayed. @throws TypeError for a wrong option */
export function openServed(served: Served, options: RecorderOptions, host: Host): Opened {
  checkOptions(options)
  const { name, onMiss, cassette } = served
  const plan = { ...planOf('replay', true), onMiss }
  const { interactions } = cassette
  return openContent(
    { path: name, mode: 'replay', plan, exists: true, interactions },
    options,
    host,
  )
}

function clockOf(clock: RecorderOptions['clock']): Clock {
  if (clock === undefined || clock === 'process') return processClock
  return clock === 'global' ? globalClock : clock
}
