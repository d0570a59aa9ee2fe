import type { Interaction } from '../core/model.ts'
import type { BodyMemory } from './body-memory.ts'
import type { Clock } from './clock.ts'
import type { Recording } from './recording.ts'
import type { Turn } from './sessions.ts'

/** What a recording tells the recorder. */
export interface RecordingEvents {
  readonly clock: Clock
  readonly maxBodyBytes: number
  /** What bodies share that are on their way. @defaultValue memory without end */
  readonly memory?: BodyMemory
  /**
   * The interaction is whole: it is on disk when this returns, or as `pass` says. Its id is the recorder's to give.
   *
   * @param take - Gives it, or throws where there was no room for its bodies.
   */
  keep(take: () => Interaction, asked: Asked): void
  /** The request failed before the headers of its response: there is nothing to keep. */
  fail(): void
  /** Somebody else's mock has answered. */
  mocked(): void
  /** Runs something once what was kept is on disk. @defaultValue at once, where it always is */
  pass?(run: () => void): boolean
  /** Comes behind each of these. */
  settled?(recording: Recording): void
}

/** Which request a recording is of. */
export interface Asked {
  /** Its place in the order of requests. */
  readonly order: number
  readonly turn: Turn
}
