import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Row, Setup } from './row.ts'

const dist = fileURLToPath(new URL('../../../../../dist/', import.meta.url))

/** What a preload adds to the life of a program that does nothing. */
export const rows: readonly Row[] = [
  {
    name: 'node -r wiretape/register, over bare node',
    unit: 'ms',
    subjects: { wiretape: preloading('register.cjs') },
    targets: [{ atMost: 60 }],
    rounds: 25,
    forks: 1,
  },
  {
    name: 'a Node process that `wiretape record` wraps, over bare node',
    unit: 'ms',
    subjects: { wiretape: preloading('route.cjs') },
    targets: [{ atMost: 60 }],
    rounds: 25,
    forks: 1,
  },
]

function preloading(file: string): Setup {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
    const { CI: _ci, NODE_OPTIONS: _options, ...rest } = process.env
    const env = {
      ...rest,
      WIRETAPE_CASSETTE: join(folder, 'x.yaml'),
      WIRETAPE_ROUTE: 'http://127.0.0.1:9',
    }
    const run = (...flags: readonly string[]): number => {
      const begun = performance.now()
      const { status, stderr } = spawnSync(process.execPath, [...flags, '-e', ''], { env })
      if (status !== 0) throw new Error(stderr.toString())
      return performance.now() - begun
    }
    // One after the other, so that both have the same machine.
    const measure = async (): Promise<number> => -run() + run('-r', join(dist, file))
    await measure()
    return { measure, close: () => rmSync(folder, { recursive: true }) }
  }
}
