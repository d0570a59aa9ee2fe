import type { Body } from '../core/body.ts'
import type { HeaderMap } from '../core/headers.ts'

/** A request as a surface hands it to the recorder. */
export interface HttpRequest {
  readonly method: string
  /** Absolute, as it is sent. */
  readonly url: string
  /** Names in Go's canonical form. May be a getter: a request that is only matched seldom needs them. */
  readonly headers: HeaderMap
  /** The body, where it was read first, '' where there is none. `undefined`: it streams through, or is too large. */
  readonly body: Body | undefined
  /** Whether the body has a content-coding. Left out, the headers tell. */
  readonly isCoded?: boolean
  /** Whether the body goes out without its length. */
  readonly isChunked?: boolean
}
