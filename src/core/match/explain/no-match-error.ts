import { WiretapeError } from '../../errors.ts'
import { formatMiss } from './format-miss.ts'
import type { Miss, MissedRequest, Nearest } from './miss.ts'
import type { Remedy } from './remedies.ts'

/**
 * No interaction of the cassette matches a request. Every part of its message can be read from it, too.
 *
 * They are accessors: whoever prints the error (Node does, where nobody catches it) gets the message, not all of them again.
 */
export class NoMatchError extends WiretapeError {
  readonly #miss: Miss

  constructor(miss: Miss) {
    super('NO_MATCH', formatMiss(miss))
    this.#miss = miss
  }

  /** All of it, for `formatMiss`. */
  get miss(): Miss {
    return this.#miss
  }

  get request(): MissedRequest {
    return this.#miss.request
  }

  get cassette(): string {
    return this.#miss.cassette
  }

  get mode(): string {
    return this.#miss.mode
  }

  get counts(): Miss['counts'] {
    return this.#miss.counts
  }

  get nearest(): readonly Nearest[] {
    return this.#miss.nearest
  }

  get suggestions(): readonly Remedy[] {
    return this.#miss.suggestions
  }

  /** What test runners show beside the message, which says it all: without this they would dump every field. */
  toJSON(): object {
    const { name, message, stack, code } = this
    return { name, message, stack, code }
  }
}
