import type { Tapped } from '../../engine/taps.ts'
import { inScopeOf } from '../taps/scopes.ts'
import { explainOnce } from './failure.ts'
import type { Held } from './held.ts'
import type { OpenTest } from './network.ts'
import { leaveNote } from './notes.ts'
import type { Outcome, Wrapping } from './runner.ts'
import { type TestTask, fullTitle } from './task.ts'
import { TestCassette } from './test-cassette.ts'

/** A test while it runs: its cassette is open, and its requests go there. */
export class RunningTest implements Wrapping, OpenTest {
  readonly task: TestTask
  readonly #held: Held
  readonly #leave: (test: RunningTest) => void
  readonly #blamed: Error[] = []
  /** Those of earlier tries of the same test. */
  readonly #errorsBefore: number

  constructor(task: TestTask, held: Held, leave: (test: RunningTest) => void) {
    this.task = task
    this.#held = held
    this.#leave = leave
    this.#errorsBefore = task.result?.errors?.length ?? 0
  }

  get title(): string {
    return fullTitle(this.task)
  }

  get requests(): Tapped {
    return this.#held.requests
  }

  /** What the test gets as `cassette`. */
  get cassette(): TestCassette {
    return new TestCassette(this.#held.file, this.#held.recorder)
  }

  blame(error: Error): void {
    this.#blamed.push(error)
  }

  enter<T>(run: () => T): T {
    return inScopeOf(this.requests, run)
  }

  async end(outcome: Outcome): Promise<void> {
    this.#leave(this)
    const failure = await this.#held.end(outcome)
    if (this.#held.note !== undefined) leaveNote(this.task.meta, this.#held.note)
    const blamed =
      outcome === 'skipped' ? [] : this.#blamed.map((error) => ({ error, thrownAs: error.message }))
    const failures = failure === undefined ? blamed : [failure, ...blamed]
    const shown = this.task.result?.errors?.slice(this.#errorsBefore) ?? []
    const fresh = failures.find((one) => !explainOnce(one, shown))
    if (fresh !== undefined) throw fresh.error
  }
}
