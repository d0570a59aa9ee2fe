import type { Recorder } from '../../engine/recorder.ts'
import type { Tapped } from '../../engine/taps.ts'
import type { Failure } from './failure.ts'
import type { CassetteNote } from './notes.ts'
import type { Outcome } from './runner.ts'
import { isError } from '../../core/realms.ts'

/** The cassette of a test, as it is held while the test runs. */
export interface Held {
  /** From vitest's root. */
  readonly file: string
  readonly recorder: Recorder
  /** Takes the test's requests. */
  readonly requests: Tapped
  /** Lets go of it when the test is over. @returns what fails the test */
  end(outcome: Outcome): Promise<Failure | undefined>
  /** What the reporter is told about it, where it is the test's own. */
  readonly note: CassetteNote | undefined
}

/** Stops a recorder whose misses are known. @returns what else went wrong */
export async function stop(recorder: Recorder, isKept: boolean): Promise<Error | undefined> {
  try {
    await recorder.stop({ discard: !isKept })
    return undefined
  } catch (error) {
    if (!isError(error)) throw error
    const miss = recorder.misses[0]?.error
    return miss !== undefined && (error === miss || error.cause === miss) ? undefined : error
  }
}
