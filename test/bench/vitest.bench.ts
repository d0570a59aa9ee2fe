import { spawnSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kind, installPackages, writeSuite } from './vitest-suites.ts'
import type { Row, Setup } from './row.ts'

/** A suite of 300 tests, one answer each, as a user runs it: vitest itself included. */
export const rows: readonly Row[] = [
  {
    name: 'vitest, 300 tests with one cassette each',
    unit: 'ms',
    subjects: {
      wiretape: suiteOf('wiretape'),
      'hand-written Response': suiteOf('response'),
      msw: suiteOf('msw'),
      'nock.back': suiteOf('nock'),
      Polly: suiteOf('polly'),
    },
    targets: [{ of: 'hand-written Response', atMost: 1.3 }],
    rounds: 5,
    forks: 1,
  },
]

function suiteOf(kind: Kind): Setup {
  return async () => {
    const folder = mkdtempSync(join(realpathSync(tmpdir()), 'wiretape-bench-'))
    installPackages(folder)
    writeSuite(folder, kind)
    const measure = async (): Promise<number> => {
      const { CI: _ci, NODE_OPTIONS: _options, ...env } = process.env
      const begun = performance.now()
      const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
      const { status, stdout } = spawnSync(process.execPath, [vitest, 'run'], { cwd: folder, env })
      const took = performance.now() - begun
      if (status !== 0 || !stdout.includes('300 passed')) throw new Error(stdout.toString())
      return took
    }
    // Caches of vite are warm, as in any run but the first.
    await measure()
    return { measure, close: () => rmSync(folder, { recursive: true }) }
  }
}
