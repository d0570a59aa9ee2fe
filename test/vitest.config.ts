import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Plugin, defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('..', import.meta.url))

// Where it is set, tests get undici, msw and nock of newer majors (test/newer) in the place of ours: for newer Nodes.
const isNewer = process.env['WIRETAPE_NEWER'] === '1'

export default defineConfig({
  root,
  plugins: isNewer ? [newerPeers()] : [],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/bench/**', 'test/package/**'],
    setupFiles: ['test/support/seed.ts'],
    pool: 'forks',
    // vitest leaves a core to itself: of two, that is half of them.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 20_000,
    coverage: {
      include: ['src/core/**'],
      reporter: ['text'],
      thresholds: { lines: 100, functions: 100, branches: 100, statements: 100 },
    },
  },
})

function newerPeers(): Plugin {
  const importer = fileURLToPath(new URL('newer/package.json', import.meta.url))
  return {
    name: 'newer-peers',
    enforce: 'pre',
    resolveId(id) {
      const isPeer = /^(?:undici|msw|nock)(?:\/|$)/.test(id)
      return isPeer ? this.resolve(id, importer, { skipSelf: true }) : undefined
    },
  }
}
