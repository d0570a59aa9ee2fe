import { WiretapeError } from '../errors.ts'
import { formatMiss } from './format-miss.ts'
import type { Miss, MissedRequest, Nearest } from './miss.ts'
import type { Remedy } from './remedies.ts'

/** No interaction of the cassette matches a request. Every part of its message is a field, too. */
export class NoMatchError extends WiretapeError {
  /** All of it, for `formatMiss`. */
  readonly miss: Miss
  readonly request: MissedRequest
  readonly cassette: string
  readonly mode: string
  readonly counts: Miss['counts']
  readonly nearest: readonly Nearest[]
  readonly suggestions: readonly Remedy[]

  constructor(miss: Miss) {
    super('NO_MATCH', formatMiss(miss))
    this.miss = miss
    this.request = miss.request
    this.cassette = miss.cassette
    this.mode = miss.mode
    this.counts = miss.counts
    this.nearest = miss.nearest
    this.suggestions = miss.suggestions
  }

  /** What test runners show beside the message, which says it all: without this they would dump every field. */
  toJSON(): object {
    const { name, message, stack, code } = this
    return { name, message, stack, code }
  }
}
