import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { fixture, loadCassette } from '../../src/surfaces/fixtures.ts'
import { interaction } from '../support/interactions.ts'
import { test } from '../support/test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const seed = join(root, 'cassettes/simple_streaming.yaml')

test('a fixture is a cassette of the project by its name', async () => {
  const hello = fixture('simple_streaming', root)

  expect(hello.file).toBe('cassettes/simple_streaming.yaml')
  expect(hello.answer()?.usage).toEqual({ input: 19, output: 93 })
  expect(hello.events().at(-1)).toEqual({ data: '[DONE]' })
  expect(await hello.request().json()).toMatchObject({ model: 'openai/gpt-5' })
  expect(await hello.response().text()).toBe(hello.interaction().response.body)
})

test('a stream that was kept with its coding has events, and an answer', async ({ folder }) => {
  const body = new Uint8Array(gzipSync(loadCassette(seed).interactions[0]!.response.body))
  const headers = { 'Content-Encoding': ['gzip'], 'Content-Type': ['text/event-stream'] }
  const coded = { version: 2, interactions: [interaction({ response: { headers, body } })] }
  await mkdir(join(folder, 'cassettes'))
  await writeFile(join(folder, 'cassettes/coded.yaml'), stringifyCassette(coded))

  const kept = fixture('coded', folder)

  expect(kept.events().at(-1)).toEqual({ data: '[DONE]' })
  expect(kept.answer()?.usage).toEqual({ input: 19, output: 93 })
})

test('a cassette that is loaded and written again is the same to the byte', async () => {
  const written = stringifyCassette(loadCassette(seed))

  expect(Buffer.from(written)).toEqual(await readFile(seed))
})

test('the working directory is where fixtures are looked for', () => {
  expect(fixture('simple_streaming').interaction(0).response.code).toBe(200)
})

test('an interaction that is not there is named', () => {
  expect(() => fixture('simple_streaming', root).response(1)).toThrow(
    'cassettes/simple_streaming.yaml has 1 interactions, and none at 1.',
  )
})

test('a fixture that does not exist says how to record it', ({ folder }) => {
  expect(() => fixture('nope', folder)).toThrow(/There is no cassette .*nope\.yaml\.\nRecord it/)
})

test.each(['../secret', '/etc/passwd', 'a/../../secret'])('%s leads out of the folder', (name) => {
  expect(() => fixture(name, root)).toThrow(TypeError)
})

test('a link out of the folder is refused', async ({ folder }) => {
  await mkdir(join(folder, 'cassettes'))
  await writeFile(join(folder, 'secret.yaml'), 'version: 2\ninteractions: []\n')
  await symlink(join(folder, 'secret.yaml'), join(folder, 'cassettes/link.yaml'))

  expect(() => fixture('link', folder)).toThrow('The cassette "link" is not in the folder')
})
