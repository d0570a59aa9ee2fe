import type { UnderlyingByteSource } from 'node:stream/web'
import type { Recording } from '../../engine/recording.ts'

/** What is read ahead of a reader: as much as undici does, so that a small body nobody reads is recorded all the same. */
const readAheadBytes = 65_536

/** Who takes a body, and what of its end. */
export interface Taker {
  readonly recording: Recording
  /** The reader's: where it was aborted, the reader has left. */
  readonly signal: AbortSignal | undefined
  /** Called before the reader learns of the end. */
  onEnd(): void
}

/** The same body, each piece taken before it goes on. */
export function takenStream(
  body: ReadableStream<Uint8Array>,
  taker: Taker,
): ReadableStream<Uint8Array> {
  const source = new TakenSource(body, taker)
  return new ReadableStream(source, { highWaterMark: readAheadBytes })
}

class TakenSource implements UnderlyingByteSource {
  readonly type = 'bytes'
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #taker: Taker
  readonly #recording: Recording
  #reading: Promise<void> | undefined

  constructor(body: ReadableStream<Uint8Array>, taker: Taker) {
    this.#reader = body.getReader()
    this.#taker = taker
    this.#recording = taker.recording
  }

  start(controller: ReadableByteStreamController): void {
    this.#recording.onDrain(() => void this.#readAll(controller))
  }

  pull(controller: ReadableByteStreamController): Promise<void> {
    return (this.#reading ??= this.#readOne(controller).finally(() => (this.#reading = undefined)))
  }

  async cancel(reason: unknown): Promise<void> {
    this.#recording.abort()
    await this.#reader.cancel(reason)
  }

  /** The recorder stops: what is left is taken, whether or not somebody reads it. */
  async #readAll(controller: ReadableByteStreamController): Promise<void> {
    while (!this.#recording.isSettled) await this.pull(controller)
  }

  async #readOne(controller: ReadableByteStreamController): Promise<void> {
    try {
      const { done, value } = await this.#reader.read()
      if (done) {
        this.#recording.end()
        this.#taker.onEnd()
        controller.close()
        controller.byobRequest?.respond(0)
      } else {
        this.#recording.data(value)
        controller.enqueue(value)
      }
    } catch (error) {
      // It ends with what the signal was aborted with, which may be any error.
      if (this.#taker.signal?.aborted === true) this.#recording.abort()
      else this.#recording.fail(error)
      controller.error(error)
    }
  }
}
