import type { Body } from '../core/body.ts'
import { bodyOf } from '../core/body.ts'

type FetchBody = NonNullable<RequestInit['body']>

/** The body of a fetch: how it is to be sent, and what is known of it beforehand. */
export type Payload =
  | { readonly kind: 'none' }
  /** All of it is known. `type` is the Content-Type fetch gives it where the caller gives none. */
  | {
      readonly kind: 'known'
      readonly send: FetchBody
      readonly body: Body
      readonly type: string | undefined
    }
  /** Seen only as it goes out; `body` where it was read first. */
  | {
      readonly kind: 'stream'
      readonly stream: ReadableStream<Uint8Array>
      readonly body: Body | undefined
    }
  /** It is inside a Request, and sent from there; `copy` is read beside it. */
  | { readonly kind: 'inside'; readonly copy: Promise<Uint8Array> }

/**
 * Looks at the body that fetch was given.
 *
 * @param readUpTo - Reads streams first, up to so many bytes; 0 leaves them alone.
 */
export async function payloadOf(given: RequestInit['body'], readUpTo: number): Promise<Payload> {
  if (given === undefined || given === null) return { kind: 'none' }
  if (typeof given === 'string') {
    return { kind: 'known', send: given, body: given, type: 'text/plain;charset=UTF-8' }
  }
  if (given instanceof ReadableStream || isAsyncIterable(given)) {
    return streamPayload(streamOf(given), readUpTo)
  }
  // FormData gets its boundary here, once: what is sent and what is kept are the same bytes.
  const encoded = new Response(given)
  const type = encoded.headers.get('content-type') ?? undefined
  const bytes = new Uint8Array(await encoded.arrayBuffer())
  return { kind: 'known', send: bytes, body: bodyOf(bytes), type }
}

/** The body of a Request. Its copy is read at once, so that neither branch waits for the other. */
export function payloadInside(request: Request): Payload {
  if (request.body === null) return { kind: 'none' }
  const copy = request
    .clone()
    .arrayBuffer()
    .then((buffer) => new Uint8Array(buffer))
  return { kind: 'inside', copy }
}

async function streamPayload(
  stream: ReadableStream<Uint8Array>,
  readUpTo: number,
): Promise<Payload> {
  if (readUpTo === 0) return { kind: 'stream', stream, body: undefined }
  const reader = stream.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  let isWhole = false
  while (!isWhole && length <= readUpTo) {
    const { done, value } = await reader.read()
    isWhole = done
    if (value !== undefined) pieces.push(value)
    length += value?.length ?? 0
  }
  // Sent on as a stream, as the caller had it: a known length would change its framing.
  const rest = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const read = pieces.shift() ?? (isWhole ? undefined : (await reader.read()).value)
      if (read === undefined) controller.close()
      else controller.enqueue(read)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  const body = isWhole ? bodyOf(Buffer.concat(pieces)) : undefined
  return { kind: 'stream', stream: rest, body }
}

/** The same stream, each piece shown before it goes on. */
export function watched(
  stream: ReadableStream<Uint8Array>,
  see: (bytes: Uint8Array) => void,
): ReadableStream<Uint8Array> {
  const watcher = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      see(bytes)
      controller.enqueue(bytes)
    },
  })
  return stream.pipeThrough(watcher)
}

function streamOf(given: ReadableStream | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  if (given instanceof ReadableStream) return given as ReadableStream<Uint8Array>
  const iterator = given[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : value)
    },
    cancel: async (reason) => void (await iterator.return?.(reason)),
  })
}

function isAsyncIterable(given: unknown): given is AsyncIterable<Uint8Array> {
  const isBlob = given instanceof Blob
  return !isBlob && typeof given === 'object' && given !== null && Symbol.asyncIterator in given
}
