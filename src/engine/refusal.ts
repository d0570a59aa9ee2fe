import { explainMiss } from '../core/match/explain-miss.ts'
import { NoMatchError } from '../core/match/no-match-error.ts'
import type { SecretRules } from '../core/redact/rules.ts'
import type { HttpRequest } from './http-request.ts'
import type { Tape } from './tape.ts'

/** Whose cassette it was that had no match, for the explanation. */
export interface Refusing {
  readonly path: string
  readonly mode: string
  readonly rules: SecretRules
}

/** Why a request is refused: what comes nearest, each difference, and what to do. */
export function refusal(
  { path, mode, rules }: Refusing,
  tape: Tape,
  request: HttpRequest,
): NoMatchError {
  const miss = explainMiss(request, {
    index: tape.index,
    isPlayed: (position) => tape.isPlayed(position),
    playedCount: tape.playedCount,
    cassette: path === '' ? 'in memory' : path,
    mode,
    rules,
  })
  return new NoMatchError(miss)
}
