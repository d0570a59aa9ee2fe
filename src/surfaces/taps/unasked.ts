import type { HttpRequest } from '../../engine/http-request.ts'
import type { Tapped } from '../../engine/taps.ts'

/** The owner of a request that mocks are to ask, until they do: an answer that comes before is none of theirs. */
export class Unasked {
  readonly #owner: Tapped
  readonly #request: () => HttpRequest
  #isAsked = false

  constructor(owner: Tapped, request: () => HttpRequest) {
    this.#owner = owner
    this.#request = request
  }

  /** The owner, who is asked now. */
  asked(): Tapped {
    this.#isAsked = true
    return this.#owner
  }

  /** Why an answer is refused that has come now; told once. */
  refusal(): Error | undefined {
    if (this.#isAsked) return undefined
    const outcome = this.asked().leak(this.#request())
    return outcome.kind === 'refuse' ? outcome.error : undefined
  }
}
