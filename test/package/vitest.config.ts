import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The packed package, as a stranger has it. Apart from the other tests: it installs from the registry. */
export default defineConfig({
  root,
  test: {
    include: ['test/package/*.test.ts'],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 240_000,
  },
})
