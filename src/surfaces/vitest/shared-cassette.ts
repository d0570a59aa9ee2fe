import type { Missed } from '../../engine/misses.ts'
import type { Recorder } from '../../engine/recorder.ts'
import { type Tapped, askedThrough } from '../../engine/taps.ts'
import { type Failure, missFailure } from './failure.ts'
import { type Held, stop } from './held.ts'
import { areMissesExpected } from './matchers.ts'
import { type CassetteNote, noteOf } from './notes.ts'
import type { OpenCassette } from './open-cassette.ts'
import type { Outcome } from './runner.ts'

/** A cassette that several tests of a file name: it is saved after the last of them, if they all passed. */
export class SharedCassette {
  readonly #opened: OpenCassette
  /** How often each refused request has been found to be a test's. */
  readonly #told = new Map<Error, number>()
  #hasFailed = false
  #isSaved = false

  constructor(opened: OpenCassette) {
    this.#opened = opened
  }

  /** The cassette as one of its tests holds it. */
  hold(): Held {
    const { file, recorder } = this.#opened
    const missed = new Set<Error>()
    const tell = (error: Error): void => {
      missed.add(error)
      this.#told.set(error, this.#toldOf(error) + 1)
    }
    return {
      file,
      recorder,
      requests: telling(recorder, tell),
      end: async (outcome) => this.#endTest(outcome, missed),
      note: undefined,
    }
  }

  /** Saves it. @returns what fails the file */
  async close(): Promise<Error | undefined> {
    const problem = await stop(this.#opened.recorder, !this.#hasFailed)
    this.#isSaved = !this.#hasFailed && problem === undefined
    return this.#hasFailed ? undefined : problem
  }

  get note(): CassetteNote {
    return noteOf(this.#opened, this.#isSaved)
  }

  #endTest(outcome: Outcome, missed: ReadonlySet<Error>): Failure | undefined {
    const { recorder } = this.#opened
    const misses = recorder.misses.filter((miss) => this.#isFresh(miss) || missed.has(miss.error))
    const isExpected = misses.length === 0 || areMissesExpected(recorder)
    this.#hasFailed ||= outcome === 'failed' || !isExpected
    return isExpected || outcome === 'skipped' ? undefined : missFailure(misses)
  }

  /** Whether it was refused past `requests`: by `cassette.fetch`, say. Whoever ends first takes it. */
  #isFresh({ error, times }: Missed): boolean {
    const isFresh = times > this.#toldOf(error)
    this.#told.set(error, times)
    return isFresh
  }

  #toldOf(error: Error): number {
    return this.#told.get(error) ?? 0
  }
}

/** The same recorder, with each refusal told. */
function telling(recorder: Recorder, tell: (error: Error) => void): Tapped {
  return askedThrough(recorder, (request) => {
    const outcome = recorder.handle(request)
    if (outcome.kind === 'refuse') tell(outcome.error)
    return outcome
  })
}
