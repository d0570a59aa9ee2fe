import { readFileSync, readdirSync } from 'node:fs'
import { type RequestListener, request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import type { RecorderOptions } from '../src/engine/options.ts'
import { Recorder } from '../src/index.ts'
import { recordedFetch } from '../src/surfaces/fetch.ts'
import { startRecordingProxy } from '../src/surfaces/server.ts'
import { loadCassette } from './support/load-cassette.ts'
import type { Loopback } from './support/loopback.ts'
import {
  leakIn,
  type Planted,
  plantedEnvironment,
  plantedSecrets,
} from './support/planted-secrets.ts'
import { test } from './support/test.ts'

// No fetch takes a URL with userinfo.
const sent = plantedSecrets.filter(({ request }) => request.userinfo === undefined)

// What only another interaction tells to be a secret is not to be known before that one.
const knownLate = new Set(
  sent.filter(({ isKnownElsewhere }) => isKnownElsewhere).flatMap(({ secrets }) => secrets),
)
const knownAtOnce = sent.map((planted) => ({
  ...planted,
  secrets: planted.secrets.filter((secret) => !knownLate.has(secret)),
}))

/** Answers the planted exchanges, one after the other. */
function answering(among: readonly Planted[] = sent): RequestListener {
  let index = 0
  return (_request, response) => {
    const { headers = {}, body = [], isGzip = false } = among[index++]?.response ?? {}
    response.writeHead(headers['location'] === undefined ? 200 : 201, {
      ...headers,
      ...(isGzip && { 'content-encoding': 'gzip' }),
    })
    const pieces = isGzip
      ? [gzipSync(Buffer.concat(body.map((piece) => Buffer.from(piece))))]
      : [...body]
    const next = (): void => {
      const piece = pieces.shift()
      if (piece === undefined) return void response.end()
      response.write(piece, () => setImmediate(next))
    }
    next()
  }
}

async function send(fetching: typeof fetch, server: Loopback, { request }: Planted): Promise<void> {
  const { method = 'GET', path = '/', headers = {}, body } = request
  const response = await fetching(`${server.url}${path}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body }),
  })
  await response.arrayBuffer()
}

async function recordAll(
  cassettePath: string,
  server: Loopback,
  options: RecorderOptions = {},
): Promise<string[]> {
  const printed: string[] = []
  const recorder = await Recorder.open(cassettePath, {
    ...options,
    mode: 'record',
    env: plantedEnvironment,
    onWarning: (message) => printed.push(message),
  })
  server.reply(answering())
  const fetching = recordedFetch(recorder)
  for (const planted of sent) await send(fetching, server, planted)
  await recorder.stop()
  return printed
}

function filesIn(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('\n')
}

function leaksIn(text: string, among: readonly Planted[]): string[] {
  return among.flatMap(({ name, secrets }) =>
    secrets.flatMap((secret) => {
      const leak = leakIn(text, secret)
      return leak === undefined ? [] : [`${name}: ${leak}`]
    }),
  )
}

test('no planted secret is in what a recording wrote or said', async ({
  cassettePath,
  folder,
  server,
}) => {
  const printed = await recordAll(cassettePath, server)

  expect(leaksIn(filesIn(folder) + printed.join('\n'), sent)).toEqual([])
})

test('nor in the journal of a run that is still going on', async ({
  cassettePath,
  folder,
  server,
}) => {
  const recorder = await Recorder.open(cassettePath, { mode: 'record', env: plantedEnvironment })
  server.reply(answering())
  for (const planted of sent) await send(recordedFetch(recorder), server, planted)
  const journal = filesIn(folder)
  await recorder.stop({ discard: true })

  expect(journal).toContain('# end')
  expect(leaksIn(journal, knownAtOnce)).toEqual([])
})

test('the same program replays whole, on a machine that does not know the values', async ({
  cassettePath,
  server,
}) => {
  await recordAll(cassettePath, server)
  const recorder = await Recorder.open(cassettePath, { mode: 'replay', env: {} })
  for (const planted of sent) await send(recordedFetch(recorder), server, planted)

  expect(recorder.counts).toMatchObject({ played: sent.length, missed: 0, unused: 0 })
  await recorder.stop()
})

test('a program that sends back what the cassette gave it replays whole', async ({
  cassettePath,
  server,
}) => {
  await recordAll(cassettePath, server)
  const { interactions } = loadCassette(cassettePath)
  const recorder = await Recorder.open(cassettePath, { mode: 'replay', env: {} })
  for (const { request } of interactions) recorder.handle(request)

  expect(recorder.counts).toMatchObject({ played: interactions.length, missed: 0 })
  await recorder.stop()
})

test('a miss does not say what the request held', async ({ cassettePath, server }) => {
  await recordAll(cassettePath, server)
  const recorder = await Recorder.open(cassettePath, { mode: 'replay', env: plantedEnvironment })
  const missed: unknown[] = []
  for (const planted of sent) {
    const { path = '/', body } = planted.request
    const other = {
      ...planted,
      request: {
        ...planted.request,
        path: `/other${path}`,
        ...(body !== undefined && {
          body: Buffer.concat([Buffer.from('{"x":1}\n'), Buffer.from(body)]),
        }),
      },
    }
    await send(recordedFetch(recorder), server, other).catch((error: unknown) => missed.push(error))
  }
  const said = missed.map((error) => `${String(error)}\n${JSON.stringify(error)}`).join('\n')
  await recorder.stop().catch((error: unknown) => expect(leaksIn(String(error), sent)).toEqual([]))

  expect(missed.length).toBe(sent.length)
  expect(leaksIn(said, knownAtOnce)).toEqual([])
})

test('a gzip body is stored open, and without its secret', async ({ cassettePath, server }) => {
  await recordAll(cassettePath, server)
  const index = sent.findIndex(({ response }) => response.isGzip)

  expect(loadCassette(cassettePath).interactions[index]?.response).toMatchObject({
    uncompressed: true,
    body: expect.stringMatching(/^\{"text":"\[REDACTED:\d+\]"\}$/),
  })
})

test('a cassette that somebody else left full of secrets is not quoted in what a run says', async ({
  cassettePath,
  server,
}) => {
  await recordAll(cassettePath, server, { redact: false })
  const said: string[] = []
  const recorder = await Recorder.open(cassettePath, {
    mode: 'replay',
    env: plantedEnvironment,
    unused: 'warn',
    onWarning: (message) => said.push(message),
  })
  await recorder.stop()

  expect(said.join('\n')).toContain('never played')
  expect(leaksIn(said.join('\n'), knownAtOnce)).toEqual([])
})

/** Sends a planted request with node:http, which takes userinfo. */
function sendWithHttp(base: string, { request }: Planted): Promise<void> {
  const { method = 'GET', path = '/', headers = {}, body, userinfo } = request
  const url = new URL(`${base}${path}`)
  const [username, password] = userinfo?.split(':') ?? []
  if (username !== undefined) url.username = username
  if (password !== undefined) url.password = password
  return new Promise((resolve, reject) => {
    const sending = httpRequest(url, { method, headers }, (response) => {
      response.resume()
      response.once('close', resolve)
    })
    sending.once('error', reject)
    sending.end(body)
  })
}

test('node:http, watched in the whole process, leaves none behind either', async ({
  cassettePath,
  folder,
  server,
}) => {
  server.reply(answering(plantedSecrets))
  const recorder = await Recorder.open(cassettePath, { mode: 'record', env: plantedEnvironment })
  recorder.install()
  for (const planted of plantedSecrets) await sendWithHttp(server.url, planted)
  await recorder.stop()

  expect(loadCassette(cassettePath).interactions).toHaveLength(plantedSecrets.length)
  expect(leaksIn(filesIn(folder), plantedSecrets)).toEqual([])
})

test('nor does the recording proxy', async ({ cassettePath, folder, server }) => {
  server.reply(answering())
  const proxy = await startRecordingProxy({
    upstream: server.url,
    cassette: cassettePath,
    mode: 'record',
    env: plantedEnvironment,
  })
  for (const planted of sent) await sendWithHttp(proxy.url, planted)
  await proxy.close()

  expect(loadCassette(cassettePath).interactions).toHaveLength(sent.length)
  expect(leaksIn(filesIn(folder), sent)).toEqual([])
})
