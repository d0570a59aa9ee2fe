import { type Body, bodyBytes, bodyOf } from '../../core/body.ts'
import { joinBytes } from '../../core/codec/byte-sink.ts'
import type { Recording } from '../../engine/recording.ts'

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
  /** It is inside a Request and sent from there, in the Request's own framing; `copy` is what is seen of it. */
  | { readonly kind: 'inside'; readonly copy: Copy; readonly body: Body | undefined }

/**
 * Looks at the body that fetch was given.
 *
 * @param readUpTo - Reads streams first, up to so many bytes; 0 leaves them alone.
 */
export function payloadOf(
  given: RequestInit['body'],
  readUpTo: number,
): Payload | Promise<Payload> {
  if (given === undefined || given === null) return { kind: 'none' }
  if (typeof given === 'string') {
    return { kind: 'known', send: given, body: given, type: 'text/plain;charset=UTF-8' }
  }
  if (isStream(given)) {
    return streamPayload(streamOf(given), readUpTo)
  }
  return encodedPayload(given)
}

/** The body of a Request, read beside it: up to so many bytes first, or as it is sent. */
export async function payloadInside(request: Request, readUpTo: number): Promise<Payload> {
  const { body } = request.clone()
  if (body === null) return { kind: 'none' }
  const copy = new Copy(body)
  return { kind: 'inside', copy, body: readUpTo > 0 ? await copy.upTo(readUpTo) : undefined }
}

/** FormData gets its boundary here, once: what is sent and what is kept are the same bytes. */
async function encodedPayload(given: FetchBody): Promise<Payload> {
  const encoded = new Response(given)
  const type = encoded.headers.get('content-type') ?? undefined
  const bytes = new Uint8Array(await encoded.arrayBuffer())
  return { kind: 'known', send: bytes, body: bodyOf(bytes), type }
}

async function streamPayload(
  stream: ReadableStream<Uint8Array>,
  readUpTo: number,
): Promise<Payload> {
  if (readUpTo === 0) return { kind: 'stream', stream, body: undefined }
  const copy = new Copy(stream)
  const body = await copy.upTo(readUpTo)
  // Sent on as a stream, as the caller had it: a known length would change its framing.
  return { kind: 'stream', stream: copy.again(), body }
}

/** What a stream has given so far. */
export class Copy {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #pieces: Uint8Array[] = []
  #isWhole = false
  #showing: Promise<void> | undefined

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader()
  }

  /** Reads it to its end. @returns it whole, or nothing where it is longer */
  async upTo(maxBytes: number): Promise<Body | undefined> {
    for (let length = 0; !this.#isWhole && length <= maxBytes;) {
      length += (await this.#next())?.length ?? 0
    }
    return this.#isWhole ? bodyOf(joinBytes(this.#pieces)) : undefined
  }

  /** Reads it to its end, each piece shown. */
  show(see: (bytes: Uint8Array) => void): Promise<void> {
    return (this.#showing = this.#show(see))
  }

  /** All of its bytes. */
  async whole(): Promise<Uint8Array> {
    await (this.#showing ?? this.#show(() => {}))
    return joinBytes(this.#pieces)
  }

  /** All that was read, and the rest of it. */
  again(): ReadableStream<Uint8Array> {
    const pieces = [...this.#pieces]
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        const piece = pieces.shift() ?? (await this.#next())
        if (piece === undefined) controller.close()
        else controller.enqueue(piece)
      },
      cancel: (reason) => this.#reader.cancel(reason),
    })
  }

  async #show(see: (bytes: Uint8Array) => void): Promise<void> {
    for (const piece of this.#pieces) see(piece)
    for (let piece = await this.#next(); piece !== undefined; piece = await this.#next()) see(piece)
  }

  async #next(): Promise<Uint8Array | undefined> {
    if (this.#isWhole) return undefined
    const { done, value } = await this.#reader.read()
    this.#isWhole = done
    if (value !== undefined) this.#pieces.push(value)
    return value
  }
}

/** The same stream, each piece taken before it goes on. */
export function watched(
  stream: ReadableStream<Uint8Array>,
  recording: Recording,
): ReadableStream<Uint8Array> {
  recording.sending()
  const watcher = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      recording.sent(bytes)
      controller.enqueue(bytes)
    },
    flush: () => recording.sentAll(),
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
      else controller.enqueue(bodyBytes(value))
    },
    cancel: async (reason) => void (await iterator.return?.(reason)),
  })
}

/** Whether a body comes piece by piece: a stream of whatever kind. */
export function isStream(given: unknown): given is ReadableStream | AsyncIterable<Uint8Array> {
  if (given instanceof ReadableStream) return true
  const isBlob = given instanceof Blob
  return !isBlob && typeof given === 'object' && given !== null && Symbol.asyncIterator in given
}
