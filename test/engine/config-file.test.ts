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
  ['a.json', '{"redakt":{}}', /a\.json:1: redakt is no option\. There are addWith, beforeRecord, /],
  ['a.json', '{\n  "speed": 2,\n  "redakt": {}\n}', /a\.json:3: redakt is no option\. /],
  ['a.json', '[]', /a\.json gives no options\. Its default export is an object\./],
  ['a.json', '{', /a\.json:1:2 is no JSON: /],
  ['a.json', '{\n  "speed": 2\n  "seed": 1\n}', /a\.json:3:3 is no JSON: /],
  ['a.json', '{\n"redact":{"json":"iban"}}', /a\.json:2: redact\.json is a list, not string\./],
  ['a.json', '{"redact":{\n"patterns":["("]}}', /a\.json:2: redact\.patterns\[0\]/],
  ['a.json', '{"repeats":"never"}', /a\.json:1: repeats is "never"\./],
  ['a.json', '{\n"mode":"never"}', /a\.json:2: mode is "never", which is no mode\./],
  ['a.json', '{\n"matchOn":["mood"]}', /a\.json:2: matchOn\[0\] is "mood": /],
  ['a.json', '{\n"ignore":["x"]}', /a\.json:2: ignore\[0\] is "x": /],
  ['a.json', '{\n"headers":"minimum"}', /a\.json:2: headers is "minimum"\./],
  ['b.mjs', 'export const redact = {}', /b\.mjs gives no options\./],
  ['c.mjs', '\nthrow new Error("broken")', /c\.mjs:2:7 cannot be loaded: broken/],
  ['d.mjs', '\n\nexport default {', /d\.mjs:3 cannot be loaded: Unexpected end of input$/],
] as const) {
  test(`${name} with ${JSON.stringify(text)} is refused by its name and line`, async ({
    folder,
  }) => {
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
