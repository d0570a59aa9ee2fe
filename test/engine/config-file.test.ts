import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { loadConfig, readConfig } from '../../src/engine/config-file.ts'
import { fileStore } from '../../src/engine/store.ts'
import { test } from '../support/test.ts'

test('a folder without a config file says nothing', async ({ folder }) => {
  expect(await loadConfig(fileStore, folder)).toEqual({})
})

for (const [name, text] of [
  ['wiretape.config.json', '{"redact":{"json":["iban"]}}'],
  ['wiretape.config.mjs', "export default { redact: { json: ['iban'] } }"],
] as const) {
  test(`${name} is read`, async ({ folder }) => {
    await writeFile(join(folder, name), text)

    expect(await loadConfig(fileStore, folder)).toEqual({ redact: { json: ['iban'] } })
  })
}

for (const [name, text, message] of [
  ['a.json', '{"redakt":{}}', /a\.json: redakt is no option\. There are beforeRecord, /],
  ['a.json', '[]', /a\.json gives no options\. Its default export is an object\./],
  ['a.json', '{', /a\.json is no JSON: /],
  ['a.json', '{"redact":{"json":"iban"}}', /a\.json: redact\.json is a list, not string\./],
  ['a.json', '{"repeats":"never"}', /a\.json: repeats is "never"\./],
  ['b.mjs', 'export const redact = {}', /b\.mjs gives no options\./],
  ['c.mjs', 'throw new Error("broken")', /c\.mjs cannot be loaded: broken/],
] as const) {
  test(`${name} with ${text} is refused by its name`, async ({ folder }) => {
    const file = join(folder, name)
    await writeFile(file, text)

    await expect(readConfig(fileStore, file)).rejects.toThrow(TypeError)
    await expect(readConfig(fileStore, file)).rejects.toThrow(message)
  })
}

test('a file that is named and not there is told', async ({ folder }) => {
  const file = join(folder, 'none.json')

  await expect(readConfig(fileStore, file)).rejects.toThrow(`There is no ${file}.`)
})
