import { hasColour } from '../has-colour.ts'
import { formatReport } from './report.ts'
import { reportOf } from './run-report.ts'
import { type TestModule, resultsOf } from './run-results.ts'

/** The vitest that runs, as far as the reporter needs it. */
interface Vitest {
  readonly version: string
  readonly config: { readonly testNamePattern?: unknown; readonly shard?: unknown }
  readonly logger: { error(text: string): void }
}

/** Tells at the end of a run what became of the cassettes. */
export class CassetteReporter {
  #vitest: Vitest | undefined
  #modules: readonly TestModule[] = []

  /** vitest is about to run. */
  onInit(vitest: Vitest): void {
    this.#vitest = vitest
  }

  /** All tests have run. */
  onTestRunEnd(modules: readonly TestModule[]): void {
    this.#modules = modules
    if (this.#vitest?.version.startsWith('3.') !== true) this.#report()
  }

  /** All tests have run and vitest's own reporter has said so: only vitest 3 calls it. */
  onFinished(): void {
    this.#report()
  }

  #report(): void {
    if (this.#vitest === undefined) return
    const { config, logger } = this.#vitest
    const isPartial = config.testNamePattern !== undefined || config.shard !== undefined
    const report = reportOf(resultsOf(this.#modules), isPartial)
    const text = formatReport(report, hasColour(process.stderr, process.env))
    // stdout is for results: other reporters write theirs there.
    if (text !== undefined) logger.error(text)
  }
}
