import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import http from 'node:http'
import { text } from 'node:stream/consumers'
import * as undici from 'undici'
import { describe, expect } from 'vitest'
import { Recorder, withCassette } from '../../../src/index.ts'
import { cassetteDispatcher } from '../../../src/surfaces/undici.ts'
import { test } from '../../support/test.ts'

interface Message {
  readonly request: {
    readonly method: string
    readonly path: string
    readonly origin?: unknown
    addHeader?(name: string, value: string): void
  }
  readonly response?: {
    readonly statusCode: number
    readonly statusText?: string
    readonly headers?: unknown
  }
  readonly error?: { readonly code?: string }
}

const channels = [
  'undici:request:create',
  'undici:request:headers',
  'undici:request:trailers',
  'undici:request:error',
  'http.client.request.start',
  'http.client.response.finish',
]

/** What whoever traces a program hears while it runs: of each request in the order of its steps. */
async function heardWhile(run: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = []
  const met: object[] = []
  const listening = channels.map((name) => {
    const listen = (message: unknown): void => {
      const { request, response, error } = message as Message
      if (name === 'undici:request:create') request.addHeader?.('traceparent', '00-1')
      if (!met.includes(request)) met.push(request)
      const { statusCode = '', statusText = '' } = response ?? {}
      const facts = [statusCode, statusText, error?.code ?? '', Array.isArray(response?.headers)]
      const { method, path } = request
      heard.push([name, met.indexOf(request), method, path, ...facts].join(' '))
    }
    subscribe(name, listen)
    return () => unsubscribe(name, listen)
  })
  await run().finally(() => listening.forEach((stop) => stop()))
  return heard
}

const clients: Readonly<Record<string, (url: string) => Promise<string>>> = {
  fetch: async (url) => (await fetch(url)).text(),
  post: async (url) => (await fetch(url, { method: 'POST', body: '{}' })).text(),
  'undici.request': async (url) => (await undici.request(url)).body.text(),
  'undici.fetch': async (url) => (await undici.fetch(url)).text(),
  'node:http': (url) =>
    new Promise((resolve, reject) => {
      http.get(url, (response) => resolve(text(response))).once('error', reject)
    }),
}

describe.each(Object.entries(clients))('whoever traces %s', (_name, get) => {
  test('hears of a replay what it hears of the service', async ({ server, cassettePath }) => {
    server.reply((request, response) => {
      if (request.url !== '/cut') return void request.resume().pipe(response)
      response.write('cut')
      setImmediate(() => response.destroy())
    })
    const ask = async () => {
      await get(server.url)
      await get(`${server.url}/cut`).catch(() => {})
    }
    const live = await heardWhile(ask)
    const recorded = await heardWhile(() => withCassette(cassettePath, { env: {} }, ask))
    const replayed = await heardWhile(() => withCassette(cassettePath, { env: {} }, ask))

    expect(live.length).toBeGreaterThan(3)
    expect(recorded).toEqual(live)
    expect(replayed).toEqual(live)
  })

  test('hears of a new episode once', async ({ server, cassettePath }) => {
    const live = await heardWhile(() => get(server.url))
    const options = { env: {}, mode: 'new-episodes' } as const
    const recording = () => withCassette(cassettePath, options, () => get(server.url))

    expect(await heardWhile(recording)).toEqual(live)
  })
})

test.for(['taps', 'no taps'])(
  'whoever traces undici hears of what a dispatcher passed by hand replays, with %s',
  async (taps, { server, cassettePath }) => {
    const dispatchers = [new undici.Agent(), new undici.Pool(server.url)]
    const ask = async (given: (inner: undici.Dispatcher) => undici.Dispatcher) => {
      for (const inner of dispatchers) {
        const { body } = await undici.request(server.url, { dispatcher: given(inner) })
        await body.text()
      }
    }
    const run = async (mode: 'record' | 'replay') => {
      const recorder = await Recorder.open(cassettePath, { env: {}, mode })
      if (taps === 'taps') recorder.install()
      return heardWhile(() => ask((inner) => cassetteDispatcher(recorder, inner))).finally(() =>
        recorder.stop(),
      )
    }
    const live = await heardWhile(() => ask((inner) => inner))

    expect(live).toHaveLength(6)
    expect(await run('record')).toEqual(live)
    expect(await run('replay')).toEqual(live)
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()))
  },
)

test('whoever traces fetch hears of a miss as of a request that failed', async ({
  server,
  cassettePath,
}) => {
  await withCassette(cassettePath, { env: {} }, () => fetch(server.url))
  const heard = await heardWhile(async () => {
    const options = { env: {}, mode: 'replay' } as const
    const missed = withCassette(cassettePath, options, () => fetch(`${server.url}/other`))
    await expect(missed).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  expect(heard).toEqual([
    expect.stringMatching('^undici:request:create 0 GET /other'),
    expect.stringMatching('^undici:request:error 0 GET /other .*NO_MATCH'),
  ])
})
