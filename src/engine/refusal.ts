import { explainMiss } from '../core/match/explain/explain-miss.ts'
import type { Advice } from '../core/match/explain/remedies.ts'
import { NoMatchError } from '../core/match/explain/no-match-error.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import type { HttpRequest } from './http-request.ts'
import type { Range, Sequence } from './sequence.ts'

/** Whose cassette it was that had no match, for the explanation. */
export interface Refusing {
  readonly path: string
  readonly mode: string
  readonly rules: SecretRules
  readonly sequence: Sequence
  readonly options: Advice
}

/**
 * Why a request is refused: what comes nearest, each difference, and what to do.
 *
 * @param origins - The recorded origins that fit, where it did not say for which of them it is.
 * @param within - The interactions it may get, where it was limited to some.
 */
export function refusal(
  { path, mode, rules, sequence, options }: Refusing,
  request: HttpRequest,
  origins: readonly string[],
  within?: Range,
): NoMatchError {
  const miss = explainMiss(request, {
    index: sequence.index,
    isPlayed: (position) => sequence.isPlayed(position),
    mayGet: (position) => within === undefined || (position >= within.from && position < within.to),
    playedCount: sequence.playedCount,
    cassette: path === '' ? 'in memory' : path,
    mode,
    rules,
    advice: options,
    origins,
  })
  return new NoMatchError(miss)
}
