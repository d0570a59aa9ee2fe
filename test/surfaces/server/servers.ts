// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */

import {
  type RecordingProxyOptions,
  type ReplayServerOptions,
  type RunningServer,
  startRecordingProxy,
  startReplayServer,
} from '../../../src/surfaces/server.ts'
import { test as base } from '../../support/test.ts'

type Source = Parameters<typeof startReplayServer>[0]

interface Servers {
  /** Starts a replay server that is closed after the test. At instant speed, but for what is given. */
  readonly replay: (source: Source, options?: ReplayServerOptions) => Promise<RunningServer>
  /** Starts a recording proxy that is closed after the test. */
  readonly proxy: (options: RecordingProxyOptions) => Promise<RunningServer>
}

/** vitest's test with servers that are closed after it, whatever came of it. */
export const test = base.extend<Servers>({
  replay: async ({}, use) => {
    const running: RunningServer[] = []
    await use(async (source, options) => {
      const server = await startReplayServer(source, { speed: 'instant', ...options })
      running.push(server)
      return server
    })
    for (const server of running) await server.close().catch(() => undefined)
  },
  proxy: async ({}, use) => {
    const running: RunningServer[] = []
    await use(async (options) => {
      const server = await startRecordingProxy({ env: {}, ...options })
      running.push(server)
      return server
    })
    for (const server of running) await server.close().catch(() => undefined)
  },
})
