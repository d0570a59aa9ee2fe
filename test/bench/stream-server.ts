import { type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Readable } from 'node:stream'
import { join } from 'node:path'
import { headersOf } from '../../src/core/headers.ts'
import type { Interaction } from '../../src/core/model.ts'
import { startReplayServer } from '../../src/surfaces/server.ts'
import { interaction } from '../support/interactions.ts'
import { type Stream, requestBody, streamOf } from './streams.ts'

// A server in a process of its own: stream-server.js KIND STREAM, with a stream as JSON. Tells its port, then what it
// is asked: how much memory it holds.
const [kind = '', given = '{}'] = process.argv.slice(2)
const stream = streamOf(JSON.parse(given) as Stream)

const starts: Readonly<Record<string, () => Promise<number>>> = {
  wiretape,
  bare,
  aimock,
  mockttp,
  talkback,
}

async function wiretape(): Promise<number> {
  const pacing = stream.everyMs === 0 ? 'instant' : 'recorded'
  const { port } = await startReplayServer(
    { version: 2, interactions: [recorded(), ...others()] },
    { speed: pacing },
  )
  return port
}

function recorded(): Interaction {
  const { events, everyMs, headMs } = stream
  const chunks = events.map((event, nth) => ({ bytes: event.length, at: nth * everyMs * 1e6 }))
  const headers = headersOf([['content-type', 'text/event-stream']])
  return interaction({
    request: {
      method: 'POST',
      url: 'https://api.example.com/v1/chat/completions',
      body: requestBody,
    },
    response: { body: events.join(''), headers, duration: headMs * 1e6, chunks },
  })
}

/** Others like it, that are asked for something else. */
function others(): readonly Interaction[] {
  return Array.from({ length: stream.others }, (_, nth) => {
    const messages = [{ role: 'user', content: `question ${nth}` }]
    const body = JSON.stringify({ model: 'gpt-4o', stream: true, messages })
    return interaction({
      id: nth + 1,
      request: { method: 'POST', url: 'https://api.example.com/v1/chat/completions', body },
    })
  })
}

/** What cannot be had for less on node:http: the same chunks, written one by one. */
function bare(): Promise<number> {
  const pieces = stream.events.map((event) => Buffer.from(event))
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => (stream.everyMs === 0 ? atOnce : paced)(response, pieces))
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

const type = { 'Content-Type': 'text/event-stream' }

function atOnce(response: ServerResponse, pieces: readonly Uint8Array[]): void {
  response.writeHead(200, type)
  for (const piece of pieces) response.write(piece)
  response.end()
}

function paced(response: ServerResponse, pieces: readonly Uint8Array[]): void {
  const { everyMs, headMs } = stream
  const headAt = performance.now() + headMs
  let nth = 0
  const next = (): void => {
    if (nth === 0) response.writeHead(200, type)
    response.write(pieces[nth++])
    if (nth === pieces.length) response.end()
    else setTimeout(next, Math.max(1, headAt + nth * everyMs - performance.now()))
  }
  setTimeout(next, headMs)
}

/** As many events: one names the role, one ends the message, and [DONE]. */
async function aimock(): Promise<number> {
  const { LLMock } = await import('@copilotkit/aimock')
  const words = 'the quick fox '.repeat(stream.events.length - 3)
  const mock = new LLMock({
    port: 0,
    latency: 0,
    chunkSize: words.length / (stream.events.length - 3),
  })
  mock.onMessage('question', { content: words })
  await mock.start()
  return Number(new URL(mock.url).port)
}

/** It gives a stream once only: this one can be had again and again. */
async function mockttp(): Promise<number> {
  const { getLocal } = await import('mockttp')
  const server = getLocal({ recordTraffic: false })
  await server.start()
  const pieces = stream.events.map((event) => Buffer.from(event))
  const again = {
    pipe(response: ServerResponse) {
      for (const piece of pieces) response.write(piece)
      response.end()
    },
    on: (event: string, listener: () => void) => void (event === 'end' && listener()),
    get done() {
      return false
    },
    set done(_isDone: boolean) {},
  }
  // Without the second it would close the connection after each answer.
  const fields = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' }
  await server.forPost('/v1/chat/completions').thenStream(200, asStream(again), fields)
  return server.port
}

/** What the mock asks of a stream is no more than this. */
function asStream(pieces: object): Readable {
  return pieces as Readable
}

/** Its types are those of a module that it is not. */
type Talkback = (options: object) => { start(started: () => void): void }

/** It gives the whole in one piece, which is less work. */
async function talkback(): Promise<number> {
  const start = (await import('talkback')).default as unknown as Talkback
  const path = mkdtempSync(join(tmpdir(), 'wiretape-bench-'))
  process.once('exit', () => rmSync(path, { recursive: true }))
  const json = { 'content-type': ['application/json'] }
  const body: unknown = JSON.parse(requestBody)
  const tape = {
    meta: { host: 'http://127.0.0.1:1', reqHumanReadable: true, resHumanReadable: false },
    req: { method: 'POST', url: '/v1/chat/completions', headers: json, body },
    res: {
      status: 200,
      headers: { 'content-type': ['text/event-stream'] },
      body: Buffer.from(stream.events.join('')).toString('base64'),
    },
  }
  writeFileSync(join(path, 'stream.json5'), JSON.stringify(tape))
  const options = { host: 'http://127.0.0.1:1', record: 'DISABLED', silent: true, summary: false }
  const port = await freePort()
  const server = start({ ...options, path, port, allowHeaders: [] })
  await new Promise<void>((resolve) => server.start(() => resolve()))
  return port
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

process.send?.(await starts[kind]?.())
process.on('message', () => {
  globalThis.gc?.()
  process.send?.(process.memoryUsage().heapUsed)
})
process.once('disconnect', () => process.exit())
