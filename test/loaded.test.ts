import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** The packages that an entry point loads at once, and not where they are needed. */
async function packagesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
  })
  const loaded = Object.values(metafile.outputs).flatMap(({ imports }) => imports)
  const atOnce = loaded.filter(({ kind, path }) => kind === 'import-statement' && !isNodes(path))
  return [...new Set(atOnce.map(({ path }) => path))].sort()
}

const isNodes = (path: string): boolean => path.startsWith('node:')

test.each([
  ['src/index.ts', ['eventsource-parser']],
  ['src/surfaces/undici.ts', []],
  ['src/surfaces/msw.ts', ['msw']],
])('%s loads at once, of packages, %j', async (entry, packages) => {
  const loaded = await packagesOf(entry)

  expect(loaded).toEqual(packages)
})
