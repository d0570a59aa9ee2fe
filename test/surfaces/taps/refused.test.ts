import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { Recorder, withCassette } from '../../../src/index.ts'
import { cassetteDispatcher } from '../../../src/surfaces/undici.ts'
import type { Send } from '../../../src/surfaces/undici/dispatch.ts'
import { isOrdinary } from '../../../src/surfaces/undici/ordinary.ts'
import { refusalOf } from '../../../src/surfaces/undici/refused.ts'
import { test } from '../../support/test.ts'

/** Options of which undici's types take no more than undici does. */
type Odd = Readonly<Record<string, unknown>>

const oddOfFetch: readonly Odd[] = [
  { method: 'B AD' },
  { headers: { expect: '100-continue' } },
  { headers: { a: 'x\ny' } },
  { headers: { 'b d': 'x' } },
  { headers: { 'content-length': 'abc' } },
  { headers: { connection: 'b d' } },
]

const odd: readonly Odd[] = [
  ...oddOfFetch,
  { headers: { a: {} } },
  { headers: ['a'] },
  { headers: ['content-length', '1', 'content-length', '1'] },
  { headers: { 'transfer-encoding': 'chunked' } },
  { headersTimeout: -1 },
  { bodyTimeout: 'x' },
  { reset: 'x' },
  { expectContinue: 'x' },
]

type Take = (url: string, options: Odd, dispatcher?: undici.Dispatcher) => Promise<string>

const request: Take = async (url, options, dispatcher) => {
  const given = { method: 'GET', ...(dispatcher && { dispatcher }), ...options }
  const { body } = await undici.request(url, given)
  return body.text()
}

const takes: Readonly<Record<string, Take>> = {
  request,
  async stream(url, options) {
    const ignoring = new Writable({ write: (_chunk, _encoding, done) => done() })
    await undici.stream(url, { method: 'GET', ...options }, () => ignoring)
    return ''
  },
  async pipeline(url, options) {
    return text(undici.pipeline(url, { method: 'GET', ...options }, ({ body }) => body).end())
  },
  async fetch(url, options) {
    return (await fetch(url, options)).text()
  },
  async dispatch(url, options) {
    const client = new undici.Client(url)
    return new Promise((resolve, reject) => {
      const over = (...facts: unknown[]): void => reject(facts.at(-1))
      const done = (): void => resolve('')
      client.dispatch(
        { method: 'GET', path: '/', ...options },
        {
          onConnect() {},
          onHeaders: () => true,
          onData: () => true,
          onComplete: done,
          onError: over,
          onRequestStart() {},
          onResponseEnd: done,
          onResponseError: over,
        },
      )
    })
  },
}

/** What an error says, and what caused it. */
async function told(asked: Promise<string>): Promise<readonly unknown[]> {
  const error: unknown = await asked.catch((error: unknown) => error)
  return [error, (error as Error).cause].map((error) => {
    if (!(error instanceof Error)) return error
    return [error.constructor.name, error.message, (error as NodeJS.ErrnoException).code]
  })
}

const nothing = { recorded: 0, played: 0, missed: 0, failed: 0 }

describe.each(Object.entries(takes))('what %s does not take', (name, take) => {
  const all = name === 'fetch' ? oddOfFetch : odd
  test.for(all)('%j is refused as without us', async (options, { server, cassettePath }) => {
    const live = await told(take(server.url, options))
    await withCassette(cassettePath, { env: {} }, () => request(server.url, {}))

    for (const mode of ['replay', 'record'] as const) {
      const recorder = await Recorder.open(cassettePath, { env: {}, mode })
      recorder.install()
      const refused = await told(take(server.url, options))
      const { counts } = recorder
      expect(await stopped(recorder)).toBe('at once')
      expect(refused).toEqual(live)
      expect(counts).toMatchObject(nothing)
    }
    expect(server.seen).toHaveLength(1)
  })
})

/** What is still being recorded would be waited for. */
function stopped(recorder: Recorder): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, 1_500, 'late').unref())
  return Promise.race([recorder.stop().then(() => 'at once'), late])
}

test.for(['taps', 'no taps'])(
  'what a dispatcher passed by hand does not take is refused as without it, with %s',
  async (taps, { server, cassettePath }) => {
    await withCassette(cassettePath, { env: {} }, () => request(server.url, {}))
    const dispatchers = [new undici.Agent(), new undici.Pool(server.url)]
    const ask = async (given: (inner: undici.Dispatcher) => undici.Dispatcher) => {
      const refused: unknown[] = []
      for (const inner of dispatchers) {
        for (const options of odd) {
          refused.push(await told(request(server.url, options, given(inner))))
        }
      }
      return refused
    }
    const live = await ask((inner) => inner)

    const recorder = await Recorder.open(cassettePath, { env: {}, mode: 'replay' })
    if (taps === 'taps') recorder.install()
    const replayed = await ask((inner) => cassetteDispatcher(recorder, inner))
    const { counts } = recorder
    await recorder.stop()

    expect(replayed).toEqual(live)
    expect(counts).toMatchObject(nothing)
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()))
  },
)

test('a dispatcher passed by hand makes one client to ask, not one for each request', async ({
  server,
  cassettePath,
}) => {
  await withCassette(cassettePath, { env: {} }, () => request(server.url, {}))
  let made = 0
  const agent = new undici.Agent({
    factory(origin, options) {
      made += 1
      return new undici.Pool(origin, options)
    },
  })
  const recorder = await Recorder.open(cassettePath, { env: {}, mode: 'replay', repeats: 'last' })
  const dispatcher = cassetteDispatcher(recorder, agent)
  for (let asked = 0; asked < 3; asked++) {
    await request(server.url, { headers: { connection: 'close' } }, dispatcher)
  }
  const { played } = recorder.counts
  await recorder.stop()
  await agent.destroy()

  expect({ made, played }).toEqual({ made: 1, played: 3 })
})

test('a copy of undici that nobody knows yet refuses nothing for being looked at', () => {
  class Coming {
    #sent = 0

    take(): boolean {
      return (this.#sent += 1) > 0
    }
  }
  const known = { [Symbol('queue')]: [], [Symbol('resuming')]: 0 }
  const client = Object.assign(new Coming(), known)
  const take: Send = function (this: Coming) {
    return client.take.call(this)
  }

  const host = { method: 'GET', path: '/', headers: { host: 'a.test' } }
  expect(refusalOf(client, take, host)).toBeUndefined()
})

test.for([
  {},
  { method: 'POST', body: '{}' },
  { method: 'PUT', body: Buffer.from('{}'), headers: ['content-type', 'a/b'] },
  { headers: { accept: '*/*', 'content-length': '2' }, headersTimeout: 0, bodyTimeout: 1 },
])('%j is asked of nobody', (options) => {
  expect(isOrdinary({ method: 'GET', path: '/', ...options })).toBe(true)
})
