import { bodyLength } from '../body.ts'
import type { RecordedRequest, RecordedResponse } from '../model.ts'

/**
 * Completes what version 1 does not say: it was HTTP/1.1, and the body as kept is as long as it is.
 *
 * Version 1 knew nothing else, and go-vcr compares it.
 */
export function migrated<Side extends RecordedRequest | RecordedResponse>(side: Side): Side {
  if (side.proto !== '') return side
  const contentLength = bodyLength(side.body)
  return { ...side, proto: 'HTTP/1.1', protoMajor: 1, protoMinor: 1, contentLength }
}
