import { build } from 'esbuild'
import { expect, test } from 'vitest'

const bundled = {
  bundle: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'error',
} as const

/** The packages that an entry point loads at once, and not where they are needed. */
async function packagesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry],
    ...bundled,
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

/** The source files that an entry point of the package loads at once. */
async function filesOf(entry: string): Promise<readonly string[]> {
  const { metafile } = await build({
    entryPoints: [entry, 'src/index.ts'],
    inject: ['src/trunk.ts'],
    ...bundled,
    splitting: true,
    outdir: 'dist',
  })
  const { outputs } = metafile
  const seen = new Set(Object.keys(outputs).filter((name) => outputs[name]?.entryPoint === entry))
  for (const name of seen) {
    for (const { kind, path } of outputs[name]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) seen.add(path)
    }
  }
  return [...seen].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}))
}

test('a test file that replays loads nothing that writes cassettes or reads events', async () => {
  const files = await filesOf('src/surfaces/vitest/setup.ts')

  expect(files).toContain('src/engine/recorder.ts')
  for (const file of ['engine/writer', 'engine/keeper', 'core/codec/emit', 'core/llm/answer']) {
    expect(files).not.toContain(`src/${file}.ts`)
  }
})
