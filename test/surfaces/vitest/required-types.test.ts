import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import * as imported from '../../../src/surfaces/vitest.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const configuration = `
import { type PluginOptions, wiretape } from 'wiretape/vitest'
const options: PluginOptions = { speed: 'recorded' }
export const plugins = [wiretape(options)]
`

const tests = `
import { type CassetteOptions, expect, fixture, it, test, useCassettes } from 'wiretape/vitest'
const options: CassetteOptions = { speed: 'recorded' }
useCassettes(options)
test('plays', async ({ cassette }) => {
  const { status } = await cassette.fetch('http://a.test/')
  expect(status).toBe(fixture('plays').response().status)
  expect(cassette).toHavePlayed(1)
})
it('has no such thing', ({ cassette }) => {
  // @ts-expect-error It is none of ours.
  expect(cassette.nothing)
})
`

test('a package of CommonJS has types for its configuration and tests, in both module systems of Node', async () => {
  // Inside the package, so that `wiretape` is this package; in node_modules, so that no tool looks at it.
  const folder = await mkdtemp(join(root, 'node_modules/.required-'))
  const files = [join(folder, 'vite.config.cts'), join(folder, 'plays.test.cts')] as const
  await writeFile(files[0], configuration)
  await writeFile(files[1], tests)
  const flags = '--noEmit --strict --target es2023 --types node --skipLibCheck false --ignoreConfig'

  const checks = ['node16', 'nodenext'].map((module) =>
    promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...flags.split(' '),
      '--module',
      module,
      ...files,
    ]).catch((error: { readonly stdout: string }) => error),
  )
  const found = await Promise.all(checks)

  await rm(folder, { recursive: true })
  expect(found.map(({ stdout }) => stdout)).toEqual(['', ''])
})

test('what only tests can use says so where it is required', () => {
  const required = createRequire(import.meta.url)('../../../dist/surfaces/vitest.cjs') as object

  expect(Object.keys(required).sort()).toEqual(Object.keys(imported).sort())
  expect(() => (Reflect.get(required, 'test') as (name: string) => void)('one')).toThrow(
    'test of wiretape/vitest is for tests. Run them with vitest.',
  )
})
