import type { Clock } from './clock.ts'
import type { HttpRequest } from './http-request.ts'
import { Recording } from './recording.ts'
import type { Asked, RecordingEvents } from './recording-events.ts'

/** How long the end of a run waits for bodies that are still on their way, in milliseconds. */
const drainMs = 2_000

/** The recordings that have not ended. */
export class UnderWay {
  readonly #recordings = new Set<Recording>()
  #onIdle: (() => void) | undefined

  /** Begins to take the response of a request. */
  begin(request: HttpRequest, events: RecordingEvents, asked: Asked): Recording {
    const recording = new Recording(request, events, asked)
    this.#recordings.add(recording)
    return recording
  }

  /** A recording has ended. */
  settled(recording: Recording): void {
    this.#recordings.delete(recording)
    if (this.#recordings.size === 0) this.#onIdle?.()
  }

  /** Waits until all have ended. A body that does not end is cut, as if its client had gone away. */
  async drain(clock: Clock): Promise<void> {
    for (const recording of this.#recordings) recording.drain()
    if (this.#recordings.size > 0) {
      await new Promise<void>((resolve) => {
        const alarm = clock.at(clock.now() + drainMs, resolve)
        this.#onIdle = () => {
          alarm.cancel()
          resolve()
        }
      })
    }
    this.cut()
  }

  /** Cuts all that have not ended. */
  cut(): void {
    for (const recording of this.#recordings) recording.abort()
  }
}
