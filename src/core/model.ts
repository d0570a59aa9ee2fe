import type { Chunk } from './chunks.ts'
import type { Body } from './body.ts'
import type { HeaderMap } from './headers.ts'

/**
 * One file of interactions, in the order of the file.
 *
 * The names are those of the file in camelCase.
 */
export interface Cassette {
  readonly version: number
  readonly interactions: readonly Interaction[]
}

/** A request and the response it got. `id` is what the file says, 0 where it says nothing. */
export interface Interaction {
  readonly id: number
  readonly request: RecordedRequest
  readonly response: RecordedResponse
}

/** A request as go-vcr describes it. `contentLength` may disagree with the body: never trust it. */
export interface RecordedRequest {
  readonly proto: string
  readonly protoMajor: number
  readonly protoMinor: number
  readonly contentLength: number
  readonly transferEncoding: readonly string[]
  readonly trailer: HeaderMap
  readonly host: string
  readonly remoteAddr: string
  readonly requestUri: string
  readonly body: Body
  /** The query and the urlencoded body, as Go's `Request.Form`. */
  readonly form: HeaderMap
  readonly headers: HeaderMap
  readonly url: string
  readonly method: string
}

/** A response as go-vcr describes it, with the times its body arrived. */
export interface RecordedResponse {
  readonly proto: string
  readonly protoMajor: number
  readonly protoMinor: number
  readonly transferEncoding: readonly string[]
  readonly trailer: HeaderMap
  readonly contentLength: number
  /** Whether the body came with a coding that was taken off. */
  readonly uncompressed: boolean
  readonly body: Body
  readonly headers: HeaderMap
  /** The status line's code and reason: `200 OK`. */
  readonly status: string
  readonly code: number
  /** From sending the request to the response's headers, in nanoseconds. */
  readonly duration: number
  /** When which bytes of the body arrived. Absent in what go-vcr wrote. */
  readonly chunks?: readonly Chunk[]
  /** The error's code, where the body was cut off: `ECONNRESET`. */
  readonly error?: string
}
