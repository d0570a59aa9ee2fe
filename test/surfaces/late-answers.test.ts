import { NodesAgent } from '../support/nodes-agent.ts'
import http from 'node:http'
import axios from 'axios'
import { got } from 'got'
import nodeFetch from 'node-fetch'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { Recorder, recordedFetch } from '../../src/index.ts'
import { cassetteDispatcher } from '../../src/surfaces/undici.ts'
import { test } from '../support/test.ts'
import { errorFacts } from './exact/observed.ts'
import { cassetteOf, recorded } from './server/recorded.ts'

// Long enough for the head of an answer to come on a machine that is busy.
const ms = 1_500
const waits = { headersTimeout: ms, bodyTimeout: ms }

/** Asks, and reads all of the answer; over a recorder where it needs no tap. */
type Client = (url: string, recorder: Recorder | undefined) => Promise<unknown>

const textOf = async (response: Promise<undici.Dispatcher.ResponseData>) =>
  (await response).body.text()

const clients: Readonly<Record<string, Client>> = {
  'undici.request': (url) => textOf(undici.request(url, waits)),
  'undici.request with an Agent': (url) =>
    textOf(undici.request(url, { dispatcher: new undici.Agent(waits) })),
  'a Client': (url) => textOf(new undici.Client(url, waits).request({ path: '/', method: 'GET' })),
  'a Pool': (url) => textOf(new undici.Pool(url, waits).request({ path: '/', method: 'GET' })),
  "undici's fetch with an Agent": async (url) =>
    (await undici.fetch(url, { dispatcher: new undici.Agent(waits) })).text(),
  'a cassetteDispatcher': (url, recorder) => {
    const agent = new undici.Agent(waits)
    const dispatcher = recorder === undefined ? agent : cassetteDispatcher(recorder, agent)
    return textOf(undici.request(url, { dispatcher }))
  },
  'a recordedFetch with an Agent': async (url, recorder) => {
    const send = recorder === undefined ? fetch : recordedFetch(recorder)
    return (await send(url, { dispatcher: new NodesAgent(waits) } as object)).text()
  },
  'undici.request with a signal': (url) =>
    textOf(undici.request(url, { signal: AbortSignal.timeout(ms) })),
  'fetch with a signal': async (url) =>
    (await fetch(url, { signal: AbortSignal.timeout(ms) })).text(),
  'node:http with a timeout': (url) => askHttp(url, { timeout: ms }),
  'node:http with a timeout of its agent': (url) =>
    askHttp(url, { agent: new http.Agent({ timeout: ms }) }),
  'node:http with a signal': (url) => askHttp(url, { signal: AbortSignal.timeout(ms) }),
  'axios with a timeout': async (url) => (await axios.get(url, { timeout: ms })).data,
  'axios with its fetch adapter': async (url) =>
    (await axios.get(url, { timeout: ms, adapter: 'fetch' })).data,
  'got with a timeout': (url) => got(url, { timeout: { request: ms }, retry: { limit: 0 } }).text(),
  'got with a timeout of its socket': (url) =>
    got(url, { timeout: { socket: ms }, retry: { limit: 0 } }).text(),
  'node-fetch with a signal': async (url) =>
    (await nodeFetch(url, { signal: AbortSignal.timeout(ms) })).text(),
}

function askHttp(url: string, options: http.RequestOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: new http.Agent(), ...options })
    request.once('timeout', () => request.destroy(new Error('timeout')))
    request.once('error', reject)
    request.once('response', (response) =>
      response.resume().once('error', reject).once('end', resolve),
    )
  })
}

const never = 3_600_000

const late = {
  head: { response: { duration: never * 1e6 }, reply: () => {} },
  body: {
    response: {
      body: 'ab',
      chunks: [
        { bytes: 1, at: 0 },
        { bytes: 1, at: never * 1e6 },
      ],
    },
    reply: (_request: unknown, response: http.ServerResponse) => void response.write('a'),
  },
} as const

describe.each(Object.entries(late))('a replay whose %s is late', (_part, { response, reply }) => {
  test('is given up by each client as the server would have been', async ({ server }) => {
    server.reply(reply)
    const ask = (recorder?: Recorder): Promise<[string, string[]][]> =>
      Promise.all(
        Object.entries(clients).map(async ([name, client]): Promise<[string, string[]]> => {
          const error: unknown = await client(server.url, recorder).catch(
            (failed: unknown) => failed,
          )
          return [name, errorFacts(error)]
        }),
      )
    const bare = await ask()
    const cassette = cassetteOf(recorded(`${server.url}/`, { headers: {}, ...response }))
    const recorder = Recorder.of(cassette, { speed: 'recorded', repeats: 'any' })
    recorder.install()
    const played = await ask(recorder)
    await recorder.stop()

    expect(played).toEqual(bare)
    expect(bare.filter(([, facts]) => facts.length === 0)).toEqual([])
  })
})
