import { bodyLength } from '../body.ts'
import type { RecordedRequest, RecordedResponse } from '../model.ts'

/**
 * Completes a request or response that was just read with what version 1 does not say: it was HTTP/1.1, and the body as kept is as long as it is.
 *
 * Version 1 knew nothing else, and go-vcr compares it.
 */
export function migrate(side: Mutable<RecordedRequest | RecordedResponse>): void {
  if (side.proto !== '') return
  side.proto = 'HTTP/1.1'
  side.protoMajor = 1
  side.protoMinor = 1
  side.contentLength = bodyLength(side.body)
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
