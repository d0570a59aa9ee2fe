import { WiretapeError } from '../../core/errors.ts'
import type { ResponseHead } from '../../core/head.ts'
import { inNextTurn } from '../../engine/clock.ts'
import type { Patience, Playback, PlaybackSink } from '../../engine/playback.ts'
import { onAbort } from '../on-abort.ts'
import { asOfUndici } from '../undici/error.ts'

/** A playback as a stream that is read: a chunk is handed out for each read. */
export class PlayedStream {
  readonly readable: ReadableStream<Uint8Array>
  readonly #playback: Playback
  readonly #forget: () => void
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #onStop: ((reason: unknown) => void) | undefined

  /**
   * @param signal - Stops it when it is aborted.
   * @param isRelayed - Whether somebody reads it only to send it on: each chunk then gets a turn of the event loop of its
   *   own, for where it goes what comes in one turn is joined.
   */
  constructor(playback: Playback, signal: AbortSignal | undefined, isRelayed: boolean) {
    this.#playback = playback
    this.readable = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#controller = controller),
        pull: () => (isRelayed ? inNextTurn(() => playback.resume()) : playback.resume()),
        cancel: () => void this.#end(),
      },
      { highWaterMark: 0 },
    )
    this.#forget = onAbort(signal, this, stop)
  }

  /**
   * Begins.
   *
   * @param onStop - Called where it is stopped before its head is due.
   * @param patience - How long is waited for it.
   */
  start(
    onHead: (head: ResponseHead) => void,
    onStop: (reason: unknown) => void,
    patience?: Patience,
  ): void {
    this.#onStop = onStop
    const sink: PlaybackSink = {
      head: (head) => {
        onHead(head)
        this.#onStop = undefined
        // The body waits for its first read.
        this.#playback.pause()
      },
      chunk: (bytes) => {
        // A copy: the reader may do with it what it likes, and the next playback needs the bytes again.
        this.#controller?.enqueue(new Uint8Array(bytes))
        return (this.#controller?.desiredSize ?? 0) > 0
      },
      end: () => {
        this.#forget()
        this.#controller?.close()
      },
      fail: (error) => {
        this.#forget()
        this.#onStop?.(new TypeError('fetch failed', { cause: error }))
        this.#controller?.error(terminated(error))
      },
    }
    this.#playback.start(sink, patience)
  }

  stop(reason: unknown): void {
    if (!this.#end()) return
    this.#controller?.error(reason)
    this.#onStop?.(reason)
  }

  #end(): boolean {
    this.#forget()
    return this.#playback.abort()
  }
}

function stop(stream: PlayedStream, reason: unknown): void {
  stream.stop(reason)
}

/** The error of a body as fetch tells it, unless it is ours: what we have to say stands in front. */
export function terminated(error: Error): Error {
  return error instanceof WiretapeError
    ? error
    : new TypeError('terminated', { cause: asOfUndici(error) })
}
