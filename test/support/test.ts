import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'
import { Loopback } from './loopback.ts'

interface Fixtures {
  /** A folder of its own, gone after the test. */
  readonly folder: string
  /** Where a cassette may be, in that folder; it does not exist yet. */
  readonly cassettePath: string
  /** A server on loopback. */
  readonly server: Loopback
}

// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */

/** vitest's test with a folder, a cassette's path and a server, made for those who ask. */
export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'wiretape-test-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  cassettePath: async ({ folder }, use) => {
    await use(join(folder, 'cassette.yaml'))
  },
  server: async ({}, use) => {
    const server = await Loopback.start()
    await use(server)
    await server.stop()
  },
})
