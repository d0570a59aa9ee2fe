import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Plugin, type TestProjectInlineConfiguration, defineConfig } from 'vitest/config'

type ProjectConfig = NonNullable<TestProjectInlineConfiguration['test']>

const root = fileURLToPath(new URL('..', import.meta.url))

// Where it is set, tests get undici, msw and nock of newer majors (test/newer) in the place of ours: for newer Nodes.
const isNewer = process.env['WIRETAPE_NEWER'] === '1'

// They leave nothing behind in their process, so that it can be that of many: to start one and to load src takes
// longer than most of them. What taps the process stays alone in it.
const shareable = ['core', 'engine', 'cli', 'surfaces/server'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  root,
  plugins: isNewer ? [newerPeers()] : [],
  test: {
    setupFiles: ['test/support/seed.ts'],
    pool: 'forks',
    // While tests wait for a stream or a child, their core has nothing to do.
    maxWorkers: availableParallelism() + 2,
    // Only what hangs takes so long, and what runs on a machine with ten times the work.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      project('alone', {
        include: ['test/**/*.test.ts'],
        exclude: ['**/node_modules/**', 'test/bench/**', 'test/package/**', ...shareable],
      }),
      project('together', { include: [...shareable], isolate: false }),
    ],
    coverage: {
      include: ['src/core/**'],
      reporter: ['text'],
      thresholds: { lines: 100, functions: 100, branches: 100, statements: 100 },
    },
  },
})

function project(name: string, test: ProjectConfig): { extends: true; test: ProjectConfig } {
  return { extends: true, test: { name, ...test } }
}

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
