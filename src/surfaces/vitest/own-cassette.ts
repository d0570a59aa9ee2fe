import type { Recorder } from '../../engine/recorder.ts'
import type { Tapped } from '../../engine/taps.ts'
import { type Failure, missFailure } from './failure.ts'
import { type Held, stop } from './held.ts'
import { areMissesExpected } from './matchers.ts'
import { type CassetteNote, noteOf } from './notes.ts'
import type { OpenCassette } from './open-cassette.ts'
import type { Outcome } from './runner.ts'

/** The cassette that one test has for itself: it is saved when the test has passed, or skipped itself and had none. */
export class OwnCassette implements Held {
  readonly #opened: OpenCassette
  #note: CassetteNote | undefined

  constructor(opened: OpenCassette) {
    this.#opened = opened
  }

  get file(): string {
    return this.#opened.file
  }

  get recorder(): Recorder {
    return this.#opened.recorder
  }

  get requests(): Tapped {
    return this.#opened.recorder
  }

  get note(): CassetteNote | undefined {
    return this.#note
  }

  async end(outcome: Outcome): Promise<Failure | undefined> {
    const { recorder } = this.#opened
    const missed = areMissesExpected(recorder) ? undefined : missFailure(recorder.misses)
    const isKept = missed === undefined && this.#keepsAfter(outcome)
    const problem = await stop(recorder, isKept)
    if (outcome === 'skipped' && !isKept) return undefined
    this.#note = noteOf(this.#opened, isKept && problem === undefined)
    return missed ?? (problem && { error: problem, thrownAs: problem.message })
  }

  /**
   * A test that asked before it skipped itself asks again where nothing is recorded, and needs the answer to skip there.
   * It may not have asked everything: a cassette that was there is worth more.
   */
  #keepsAfter(outcome: Outcome): boolean {
    return outcome === 'passed' || (outcome === 'skipped' && this.#opened.isNew)
  }
}
