import type { WiretapeError } from '../core/errors.ts'
import { bodyText } from '../core/redact/body-text.ts'
import type { HttpRequest } from './http-request.ts'
import { withoutOwnFrames } from './own-frames.ts'

/** A request that was refused, and how often it was tried. */
export interface Missed {
  /** A NoMatchError, or a CassetteNotFoundError where there is no file at all. */
  readonly error: WiretapeError
  /** SDKs try again: the same request counts up here. */
  readonly times: number
}

const mostKept = 1_000
/** An SDK that tries that often may go on for minutes, and nobody sees why before it gives up. */
const mostUntold = 3

/** The refused requests of a run, since whoever sent them may have swallowed the error. */
export class Misses {
  readonly #kept = new Map<string, { error: WiretapeError; times: number }>()
  #count = 0
  #isTold = false

  /** All refused requests, also those beyond the 1,000 that are kept. */
  get count(): number {
    return this.#count
  }

  get kept(): readonly Missed[] {
    return [...this.#kept.values()]
  }

  /**
   * The error for a request: the one of its first try, or a new one.
   *
   * @param tell - Called, once a run, where the same request comes again and again.
   */
  refuse(
    request: HttpRequest,
    explain: () => WiretapeError,
    tell: (error: WiretapeError) => void,
  ): WiretapeError {
    this.#count += 1
    const key = keyOf(request)
    const known = this.#kept.get(key)
    if (known !== undefined) {
      known.times += 1
      if (known.times === mostUntold && !this.#isTold) {
        this.#isTold = true
        tell(known.error)
      }
      return known.error
    }
    const error = withoutOwnFrames(explain)
    if (this.#kept.size < mostKept) this.#kept.set(key, { error, times: 1 })
    return error
  }
}

function keyOf({ method, url, body }: HttpRequest): string {
  const text = bodyText(body ?? '')
  return `${method} ${url}\n${text.length > 65_536 ? text.slice(0, 65_536) + text.length : text}`
}
