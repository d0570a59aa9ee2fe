import * as http from 'node:http'
import { Readable } from 'node:stream'
import type { Recorder } from '../../../src/engine/recorder.ts'
import { requestAt } from '../../../src/surfaces/server/exchange.ts'
import {
  type Manner,
  type RunningServer,
  run,
} from '../../../src/surfaces/server/running-server.ts'
import { Upstreams } from '../../../src/surfaces/server/upstreams.ts'
import { type Answer, type Ask, battery } from '../battery.ts'

// Requests name their upstream, as they do to a forward proxy: each server that the battery starts can be asked.
battery({
  name: 'node:http through a server',
  client(recorder) {
    const starting = start(recorder)
    return {
      ask: async (ask) => askThrough((await starting).port, ask),
      close: async () => (await starting).close().catch(() => undefined),
    }
  },
})

function start(recorder: Recorder): Promise<RunningServer> {
  const manner: Manner = {
    recorder,
    upstreams: new Upstreams(),
    refusesLarge: false,
    stock: { cassettes: [], broken: [] },
    decide: (exchange) => {
      const url = exchange.incoming.target
      return { url, outcome: recorder.handle(requestAt(url, exchange)) }
    },
    reset: () => {},
    ended: () => {},
  }
  return run(manner, {})
}

async function askThrough(port: number, ask: Ask): Promise<Answer> {
  const { url, method = 'GET', headers = {}, body, signal } = ask
  const path = `${url}${new URL(url).pathname === '/' && !url.endsWith('/') ? '/' : ''}`
  const request = http.request({
    port,
    method,
    path,
    headers: { ...headers, host: new URL(url).host },
    agent: false,
    ...(signal && { signal }),
  })
  if (body !== undefined && typeof body !== 'string' && Symbol.asyncIterator in body) {
    Readable.from(body).pipe(request)
  } else {
    request.end(body)
  }
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
  })
  const { statusCode: status = 0 } = response
  if (status === 424 || status === 502) throw await told(response)
  return {
    status,
    headers: (name) => response.headersDistinct[name] ?? [],
    chunks: chunksOf(response),
  }
}

/** A problem that the server tells, as the error that a client in process would have had. */
async function told(response: http.IncomingMessage): Promise<Error> {
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces).toString()
  const { error } = JSON.parse(body) as { error: { message: string; code: string } }
  return Object.assign(new Error(error.message), { code: error.code })
}

/** Reading it as a stream would join what arrived together; each `data` event is a chunk of the body. */
async function* chunksOf(response: http.IncomingMessage): AsyncGenerator<Uint8Array> {
  const arrived: Uint8Array[] = []
  let failure: Error | undefined
  let wake = (): void => {}
  response.on('data', (bytes: Uint8Array) => {
    arrived.push(bytes)
    response.pause()
    wake()
  })
  response.once('error', (error) => (failure = error))
  response.once('close', () => wake())
  while (!response.closed || arrived.length > 0) {
    const next = arrived.shift()
    if (next !== undefined) {
      yield next
      continue
    }
    const waking = new Promise<void>((resolve) => (wake = resolve))
    response.resume()
    await waking
  }
  if (failure !== undefined) throw failure
}
