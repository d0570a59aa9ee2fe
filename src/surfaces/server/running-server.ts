import type { Missed } from '../../engine/misses.ts'
import type { Counts } from '../../engine/counts.ts'
import { type ListenOptions, Listening } from './listening.ts'
import { type Serving, answering } from './serving.ts'

/** A server that runs. */
export interface RunningServer {
  /** The base URL for clients: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  readonly counts: Counts
  /** The requests that were refused, at most 1,000. */
  readonly misses: readonly Missed[]
  /**
   * Takes no more requests, saves what was recorded, and closes all connections. A second call gives the same promise.
   *
   * @throws NoMatchError where requests were refused, and whatever else `Recorder.stop()` throws.
   */
  close(): Promise<void>
}

/** Starts a server. Where it cannot listen, its recorder is stopped and leaves the cassette as it was. */
export async function run(serving: Serving, options: ListenOptions): Promise<RunningServer> {
  const { recorder, upstreams } = serving
  let closing: Promise<void> | undefined
  try {
    const listening = await Listening.start(options, answering(serving))
    return {
      url: listening.url,
      port: listening.port,
      get counts() {
        return recorder.counts
      },
      get misses() {
        return recorder.misses
      },
      close: () => (closing ??= close(listening)),
    }
  } catch (error) {
    await recorder.stop({ discard: true })
    throw error
  }

  async function close(listening: Listening): Promise<void> {
    await listening.quiesce(options.grace ?? 0)
    try {
      // Bodies that are still being recorded reach their clients meanwhile.
      await recorder.stop()
    } finally {
      await listening.close()
      upstreams.close()
    }
  }
}
