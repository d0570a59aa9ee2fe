import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { loadConfigNow } from '../../src/engine/config-now.ts'
import { fileStore } from '../../src/engine/store.ts'
import { test } from '../support/test.ts'

test('a folder without a config file says nothing', ({ folder }) => {
  expect(loadConfigNow(fileStore, folder)).toEqual({})
})

test.for([
  ['wiretape.config.json', '{"repeats":"any"}'],
  ['wiretape.config.js', "module.exports = { repeats: 'any' }"],
  ['wiretape.config.js', "exports.default = { repeats: 'any' }"],
] as const)('%s with %s is read at once', async ([name, text], { folder }) => {
  await writeFile(join(folder, name), text)

  expect(loadConfigNow(fileStore, folder)).toEqual({ repeats: 'any' })
})

test.for([
  ['wiretape.config.json', '{"repeats":"never"}', /wiretape\.config\.json:1: repeats is "never"\./],
  ['wiretape.config.js', "throw new Error('broken')", /config\.js cannot be loaded: broken$/],
  ['wiretape.config.js', 'export default {', /config\.js cannot be loaded: .*\n.*config\.json\.$/],
  [
    'wiretape.config.mjs',
    'await null; export default {}',
    /config\.mjs cannot be loaded: .*\n.*Write it as wiretape\.config\.json\.$/,
  ],
] as const)('%s with %s is refused', async ([name, text, message], { folder }) => {
  await writeFile(join(folder, name), text)

  expect(() => loadConfigNow(fileStore, folder)).toThrow(message)
})
