import { headersOf } from '../../core/headers.ts'
import type { Recording } from '../../engine/recording.ts'
import { takenStream } from './taken-stream.ts'
import { fetchedResponse } from './made-response.ts'
import { type Wire, protoOf } from '../undici/wire.ts'

/** Where a response comes from. */
interface Origin {
  readonly recording: Recording
  readonly url: string
  readonly wire: Wire
  readonly signal: AbortSignal | undefined
  /** Whether fetch sends no more of the request's body once the response has ended. */
  readonly endsUpload: boolean
}

/** The live response, each byte passed on as it comes and taken on its way. */
export function takenResponse(raw: Response, origin: Origin): Response {
  const { recording, url, wire, signal } = origin
  recording.head({
    code: raw.status,
    reason: raw.statusText,
    proto: protoOf(wire, new URL(url).origin),
    headers: headersOf(raw.headers),
    isDecoded: isDecodedByFetch(raw),
  })
  const { body } = raw
  const onEnd = (): void => {
    if (origin.endsUpload) recording.sentAll(false)
  }
  const stream = body === null ? null : takenStream(body, { recording, signal, onEnd })
  if (body === null) {
    recording.end()
    onEnd()
  }
  return fetchedResponse(stream, raw, url)
}

/** Of the fetch that Node has in it. */
const [major = 0, minor = 0] = (process.versions['undici'] ?? '').split('.').map(Number)
const knowsZstd = major > 7 || (major === 7 && minor >= 11)
// What it takes off. A list with any other coding stays as it is.
const decodable = knowsZstd ? /^(?:gzip|x-gzip|deflate|br|zstd)$/ : /^(?:gzip|x-gzip|deflate|br)$/

function isDecodedByFetch({ headers, body }: Response): boolean {
  const codings = headers.get('content-encoding')?.toLowerCase().split(',') ?? []
  return body !== null && codings.length > 0 && codings.every((name) => decodable.test(name.trim()))
}
