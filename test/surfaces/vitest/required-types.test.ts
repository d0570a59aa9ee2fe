import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const required = `
import { type PluginOptions, wiretape } from 'wiretape/vitest'
const options: PluginOptions = { speed: 'recorded' }
export const plugins = [wiretape(options)]
// @ts-expect-error Only what a configuration needs can be required.
import { test } from 'wiretape/vitest'
export { test }
`

test('a configuration in CommonJS has types, whichever module system it is checked for', async () => {
  // Inside the package, so that `wiretape` is this package; in node_modules, so that no tool looks at it.
  const folder = await mkdtemp(join(root, 'node_modules/.required-'))
  const file = join(folder, 'vite.config.cts')
  await writeFile(file, required)
  const flags = '--noEmit --strict --target es2023 --types node --skipLibCheck false --ignoreConfig'

  const checks = ['node16', 'nodenext'].map((module) =>
    promisify(execFile)(process.execPath, [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...flags.split(' '),
      '--module',
      module,
      file,
    ]).catch((error: { readonly stdout: string }) => error),
  )
  const found = await Promise.all(checks)

  await rm(folder, { recursive: true })
  expect(found.map(({ stdout }) => stdout)).toEqual(['', ''])
})
