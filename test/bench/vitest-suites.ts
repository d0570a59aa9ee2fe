import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stepName } from '../../src/core/cassette-name.ts'
import { stringifyCassette } from '../../src/core/codec/write.ts'
import { interaction } from '../support/interactions.ts'
import { entryOf } from './polly.ts'

// From test/bench/build/test/bench.
const repository = fileURLToPath(new URL('../../../../..', import.meta.url))
const files = 10
const testsOfFile = 30
const origin = 'https://api.example.com'

/** Puts vitest, wiretape as it is built, and the peers where a suite finds them. */
export function installPackages(folder: string): void {
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  const theirs = join(repository, 'test/bench/node_modules')
  const ours = join(repository, 'node_modules')
  const names = new Map(
    [ours, theirs].flatMap((from) => readdirSync(from).map((name) => [name, from])),
  )
  for (const [name, from] of names) {
    if (!name.startsWith('.')) symlinkSync(join(from, name), join(modules, name))
  }
  for (const name of ['package.json', 'dist']) {
    cpSync(join(repository, name), join(modules, 'wiretape', name), { recursive: true })
  }
}

/** How the tests of a suite get their answers. */
export type Kind = 'wiretape' | 'response' | 'msw' | 'nock' | 'polly'

/** Writes 300 tests that ask for an answer, and what answers them. */
export function writeSuite(folder: string, kind: Kind): void {
  write(folder, 'package.json', '{ "type": "module" }')
  if (kind === 'wiretape') {
    const config =
      "import { wiretape } from 'wiretape/vitest'\nexport default { plugins: [wiretape()] }"
    write(folder, 'vitest.config.js', config)
  }
  for (let file = 0; file < files; file++) {
    const tests = Array.from({ length: testsOfFile }, (_, nth) => file * testsOfFile + nth)
    const code = tests.map((id) => `test('item ${id}', async () => {\n${bodies[kind](id)}\n})`)
    write(folder, `file-${file}.test.js`, [heads[kind], ask, ...code].join('\n'))
    for (const id of tests) writeAnswer(folder, kind, file, id)
  }
}

function writeAnswer(folder: string, kind: Kind, file: number, id: number): void {
  const type = typeOf(id)
  if (kind === 'wiretape') {
    const recorded = interaction({
      id: 0,
      request: { url: urlOf(id), host: 'api.example.com' },
      response: { body: answerOf(id), headers: { 'Content-Type': [type] } },
    })
    const bytes = stringifyCassette({ version: 2, interactions: [recorded] })
    write(folder, `cassettes/file-${file}.test/${stepName(`item ${id}`)}.yaml`, bytes)
  }
  if (kind === 'nock') {
    const headers = { 'Content-Type': type }
    const scope = { scope: origin, method: 'GET', path: `/v1/items/${id}`, status: 200, headers }
    write(folder, `fixtures/${id}.json`, JSON.stringify([{ ...scope, response: answerOf(id) }]))
  }
  if (kind === 'polly') {
    const entries = [entryOf(urlOf(id), answerOf(id), type)]
    const recording = { log: { creator: { name: 'Polly.JS' }, entries } }
    write(folder, `recordings/${id}.har`, JSON.stringify(recording))
  }
}

const ask = `
async function count(id) {
  const response = await fetch('${origin}/v1/items/' + id)
  const text = await response.text()
  expect(text.match(/response.output_text.delta/g).length).toBe(40)
}`

const heads = {
  wiretape: "import { expect, test } from 'vitest'",
  response:
    "import { afterEach, expect, test, vi } from 'vitest'\nafterEach(() => vi.unstubAllGlobals())",
  msw: `import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
const server = setupServer()
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => server.resetHandlers())
afterAll(() => server.close())`,
  nock: `import nock from 'nock'
import { beforeAll, expect, test } from 'vitest'
beforeAll(() => { nock.back.fixtures = 'fixtures'; nock.back.setMode('lockdown') })`,
  polly: `import { readFileSync } from 'node:fs'
import FetchAdapter from '@pollyjs/adapter-fetch'
import { Polly } from '@pollyjs/core'
import Persister from '@pollyjs/persister'
import { expect, test } from 'vitest'
class Files extends Persister {
  static get id() { return 'files' }
  onFindRecording() { return JSON.parse(readFileSync('recordings/' + this.polly.recordingName + '.har', 'utf8')) }
}
Polly.register(FetchAdapter)
Polly.register(Files)
const matchRequestsBy = { headers: false, body: false, order: false }
const options = { mode: 'replay', logLevel: 'silent', adapters: ['fetch'], persister: 'files', recordIfMissing: false, matchRequestsBy }`,
} as const

const bodies: Readonly<Record<keyof typeof heads, (id: number) => string>> = {
  wiretape: (id) => `  await count(${id})`,
  response: (id) =>
    `  vi.stubGlobal('fetch', async () => new Response(${JSON.stringify(answerOf(id))}))\n  await count(${id})`,
  msw: (id) =>
    `  server.use(http.get('${urlOf(id)}', () => new HttpResponse(${JSON.stringify(answerOf(id))})))\n  await count(${id})`,
  nock: (id) =>
    `  const { nockDone } = await nock.back('${id}.json')\n  await count(${id})\n  nockDone()`,
  polly: (id) =>
    `  const polly = new Polly('${id}', options)\n  await count(${id})\n  await polly.stop()`,
}

function urlOf(id: number): string {
  return `${origin}/v1/items/${id}`
}

/** Two of five answers are streams: as in the cassettes that go-vcr's users keep (188 of 483 in the corpus). */
function typeOf(id: number): string {
  return id % 5 < 2 ? 'text/event-stream' : 'application/json'
}

/** 40 deltas, as a language model's answer is, or as much of JSON. */
function answerOf(id: number): string {
  const deltas = Array.from({ length: 40 }, (_, nth) => ({
    type: 'response.output_text.delta',
    item: id,
    sequence: nth,
    delta: ` word${nth}`,
  }))
  if (typeOf(id) === 'application/json') return JSON.stringify({ id, deltas })
  return deltas.map((delta) => `data: ${JSON.stringify(delta)}\n\n`).join('')
}

function write(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
