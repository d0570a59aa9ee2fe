import { type Body, bodyBytes } from '../core/body.ts'
import { WiretapeError } from '../core/errors.ts'
import { isBodyless, wirePairs } from '../core/head.ts'
import type { ResponseHead } from '../core/head.ts'
import { headersOf } from '../core/headers.ts'
import type { Playback } from '../engine/playback.ts'
import type { Recording } from '../engine/recording.ts'

/** The response of a playback, once its headers are due. Ends at once when the signal is aborted. */
export function playedResponse(
  playback: Playback,
  url: string,
  signal: AbortSignal | undefined,
): Response | Promise<Response> {
  const whole = playback.wholeBody
  return whole === undefined
    ? playedStream(playback, url, signal)
    : dress(wholeResponse(playback, whole), url)
}

/** The response of a head with a body that is there at once. */
export function wholeResponse(
  { head, interaction }: Pick<Playback, 'head' | 'interaction'>,
  whole: Body | ReadableStream<Uint8Array>,
): Response {
  if (isNull(head.code) || interaction.request.method === 'HEAD') return responseOf(null, head)
  // Fetch gives text a Content-Type of its own where the head has none.
  const hasType = head.headers['Content-Type'] !== undefined
  return responseOf(hasType || typeof whole !== 'string' ? whole : bodyBytes(whole), head)
}

function playedStream(
  playback: Playback,
  url: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stream = new PlayedStream(playback)
    const stop = (): void => {
      stream.stop(signal?.reason)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
    stream.start({
      onHead: (head) => {
        const body = isNull(head.code) ? null : stream.readable
        resolve(dress(responseOf(body, head), url))
      },
      onOver: () => signal?.removeEventListener('abort', stop),
    })
  })
}

/** A playback as a stream that is read: a chunk is handed out for each read. */
class PlayedStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly #playback: Playback
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #onOver = (): void => {}

  constructor(playback: Playback) {
    this.#playback = playback
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => playback.resume(),
        cancel: () => {
          playback.abort()
          this.#onOver()
        },
      },
      { highWaterMark: 0 },
    )
  }

  start(events: {
    readonly onHead: (head: ResponseHead) => void
    readonly onOver: () => void
  }): void {
    this.#onOver = events.onOver
    this.#playback.start({
      head: (head) => {
        events.onHead(head)
        // The body waits for its first read.
        this.#playback.pause()
      },
      chunk: (bytes) => {
        // A copy: the reader may do with it what it likes, and the next playback needs the bytes again.
        this.#controller?.enqueue(new Uint8Array(bytes))
        return (this.#controller?.desiredSize ?? 0) > 0
      },
      end: () => {
        events.onOver()
        this.#controller?.close()
      },
      fail: (error) => {
        events.onOver()
        const isOurs = error instanceof WiretapeError
        this.#controller?.error(isOurs ? error : new TypeError('terminated', { cause: error }))
      },
    })
  }

  stop(reason: unknown): void {
    if (this.#playback.abort()) this.#controller?.error(reason)
  }
}

/** The live response, each byte passed on as it comes and taken on its way. */
export function takenResponse(raw: Response, recording: Recording, url: string): Response {
  recording.head({
    code: raw.status,
    reason: raw.statusText,
    headers: headersOf(raw.headers),
    isDecoded: isDecodedByFetch(raw),
  })
  const { body } = raw
  const stream = body === null ? null : takenStream(body, recording)
  if (body === null) recording.end()
  const head = { status: raw.status, statusText: raw.statusText, headers: raw.headers }
  return dress(new Response(stream, head), url)
}

function takenStream(body: ReadableStream<Uint8Array>, recording: Recording): ReadableStream {
  const reader = body.getReader()
  let reading: Promise<void> | undefined

  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      recording.onDrain(() => void readAll(controller))
    },
    pull: (controller) => advance(controller),
    async cancel(reason) {
      recording.abort()
      await reader.cancel(reason)
    },
  })

  function advance(controller: ReadableByteStreamController): Promise<void> {
    return (reading ??= readOne(controller).finally(() => (reading = undefined)))
  }

  async function readAll(controller: ReadableByteStreamController): Promise<void> {
    while (!recording.isSettled) await advance(controller)
  }

  async function readOne(controller: ReadableByteStreamController): Promise<void> {
    try {
      const { done, value } = await reader.read()
      if (done) {
        recording.end()
        controller.close()
        controller.byobRequest?.respond(0)
      } else {
        recording.data(value)
        controller.enqueue(value)
      }
    } catch (error) {
      recording.fail(error)
      controller.error(error)
    }
  }
}

// What Node's fetch takes off. A list with any other coding stays as it is.
const decodable = /^(?:gzip|x-gzip|deflate|br)$/

function isDecodedByFetch({ headers, body }: Response): boolean {
  const codings = headers.get('content-encoding')?.toLowerCase().split(',') ?? []
  return body !== null && codings.length > 0 && codings.every((name) => decodable.test(name.trim()))
}

function isNull(code: number): boolean {
  return isBodyless('GET', code) || code === 205
}

function responseOf(body: ConstructorParameters<typeof Response>[0], head: ResponseHead): Response {
  return new Response(body, {
    status: head.code,
    statusText: head.reason,
    headers: wirePairs(head.headers),
  })
}

/** Gives a made response what a fetched one has: its URL, also on clones. */
export function dress(response: Response, url: string, redirected = false): Response {
  Object.defineProperty(response, 'url', { value: url, configurable: true })
  if (redirected) Object.defineProperty(response, 'redirected', { value: true, configurable: true })
  Object.defineProperty(response, 'clone', {
    value: () => dress(Response.prototype.clone.call(response), url, redirected),
    configurable: true,
  })
  return response
}
