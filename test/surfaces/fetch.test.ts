import { getEventListeners } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import * as undici from 'undici'
import { describe, expect, vi } from 'vitest'
import {
  Recorder,
  type RecorderOptions,
  recordedFetch,
  stringifyCassette,
} from '../../src/index.ts'
import { interaction } from '../support/interactions.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test } from '../support/test.ts'
import { askFetch } from './ask-fetch.ts'
import { type Subject, battery } from './battery.ts'

const builtIn: Subject = {
  name: 'recordedFetch over the built-in fetch',
  client(recorder) {
    const send = recordedFetch(recorder)
    return { ask: (ask) => askFetch(send, ask), close: async () => {} }
  },
}

battery(builtIn)

describe('recordedFetch()', () => {
  /** Runs something with a recordedFetch whose cassette is then there to be replayed. */
  async function through<T>(
    path: string,
    use: (send: typeof fetch, recorder: Recorder) => Promise<T>,
    options: RecorderOptions = {},
  ): Promise<T> {
    const recorder = await Recorder.open(path, { env: {}, ...options })
    const result = await use(recordedFetch(recorder), recorder)
    await recorder.stop()
    return result
  }

  test.for(requests)(
    'a request that is %s is sent, kept and matched',
    async ([, make], { server, cassettePath }) => {
      server.reply(
        (request, response) => void request.resume().on('end', () => response.end('done')),
      )
      const ask = () =>
        through(cassettePath, async (send) => (await send(...make(server.url))).text())
      await ask()
      const sent = await server.seen[0]!.body
      await server.stop()

      const [kept] = loadCassette(cassettePath).interactions
      expect(Buffer.from(kept!.request.body)).toEqual(sent)
      expect(await ask()).toBe('done')
    },
  )

  test.for([
    ['gzip', gzipSync('{"a":1}'), '{"a":1}', null],
    ['br', brotliCompressSync('{"a":1}'), '{"a":1}', null],
    ['gzip', Uint8Array.of(0xff, 0xfe), '\ufffd\ufffd', 'gzip'],
  ] as const)(
    'a body that go-vcr has kept with its coding (%s) is played without it',
    async ([coding, body, text, played], { cassettePath }) => {
      const url = 'http://a.example/'
      const headers = { 'Content-Encoding': [coding], 'Content-Type': ['text/plain'] }
      const recorded = interaction({
        request: { url },
        response: { headers, body: new Uint8Array(body) },
      })
      await writeFile(cassettePath, stringifyCassette({ version: 2, interactions: [recorded] }))

      const response = await through(cassettePath, (send) => send(url), { mode: 'replay' })

      expect(response.headers.get('content-encoding')).toBe(played)
      expect(await response.text()).toBe(text)
    },
  )

  test.for([
    'http://a.example/v1/items/1?expand=owner',
    'http://a.example/a.b/-/~x/%41?q=%20/./..',
    'http://a.example/a/../b/./c',
    'http://a.example/a/%2e%2E/b',
    'http://a.example/..a/.b',
    "http://a.example/it's?it's",
    'http://a.example/a b"<>`{}|^?a b"<>`{}|^',
    'http://a.example/ü?ü',
    'http://a.example/a\\b',
    'http://a.example/a\n',
    'http://a.example/a#b',
    'http://a.example',
    'http://a.example?a/b',
    'http://A.example/a',
    'HTTP://a.example/a',
    'http://a.example:80/a',
    'http://a.example:8080/a',
    'http://127.1/a',
    'http://ä.example/a',
    'http://[::0001]/a',
    'http:/a.example/a',
    'http:///a.example/a',
  ])('%s is asked for as a URL parser writes it', async (text) => {
    const { href } = new URL(text)
    const sent = href.replace(/#.*/, '')
    const cassette = { version: 2, interactions: [interaction({ request: { url: sent } })] }
    const response = await recordedFetch(Recorder.of(cassette))(text)
    expect(response.url).toBe(sent)
  })

  test('what is played is a Response, and so are its clones', async () => {
    const cassette = { version: 2, interactions: [interaction({ response: { body: 'once' } })] }
    const { url } = cassette.interactions[0]!.request
    const response = await recordedFetch(Recorder.of(cassette))(url)
    const clone = response.clone().clone()

    for (const one of [response, clone]) {
      const { constructor, type, redirected, ok, status, statusText } = one
      const seen = { constructor, url: one.url, type, redirected, ok, status, statusText }
      const fetched = { url, type: 'basic', redirected: false, ok: true, status: 200 }
      expect(seen).toEqual({ constructor: Response, ...fetched, statusText: 'OK' })
      expect(one).toBeInstanceOf(Response)
      expect(Object.keys(one)).toEqual([])
      expect(new Proxy(one, {}).url).toBe(url)
      expect(await one.text()).toBe('once')
    }
  })

  test('a redirect is kept with all of its body, also what comes when it was followed', async ({
    server,
    cassettePath,
  }) => {
    let finish = (): void => {}
    server.reply((request, response) => {
      if (request.url === '/to') {
        finish()
        return void response.end('ok')
      }
      response.writeHead(302, { location: '/to' }).write('moved ')
      finish = () => void response.end('here')
    })

    await through(cassettePath, async (send) => (await send(server.url)).text())

    const [redirect] = loadCassette(cassettePath).interactions
    expect(redirect?.response).toMatchObject({ code: 302, body: 'moved here' })
    expect(redirect?.response.error).toBeUndefined()
  })

  test('a Request of undici is redirected with its headers', async ({ server, cassettePath }) => {
    server.reply((request, response) => {
      if (request.url === '/to') response.end(request.headers['x-own'])
      else response.writeHead(302, { location: '/to' }).end()
    })
    const recorder = await Recorder.open(cassettePath, { env: {} })
    const send = recordedFetch(recorder, undici.fetch as unknown as typeof fetch)
    const request = new undici.Request(server.url, { headers: { 'x-own': 'kept' } })

    const response = await send(request)

    expect(await response.text()).toBe('kept')
    await recorder.stop()
  })

  test('a Request with a body is redirected with its body', async ({ server, cassettePath }) => {
    server.reply((request, response) => {
      if (request.url === '/to') return void request.pipe(response)
      request.resume().on('end', () => response.writeHead(307, { location: '/to' }).end())
    })
    const ask = () =>
      through(cassettePath, async (send) => {
        const response = await send(new Request(server.url, { method: 'POST', body: 'echo' }))
        return { text: await response.text(), url: response.url, redirected: response.redirected }
      })
    const live = await ask()
    await server.stop()

    expect(live).toEqual({ text: 'echo', url: `${server.url}/to`, redirected: true })
    expect(await ask()).toEqual(live)
  })

  test.for(['follow', 'manual', 'error'] as const)(
    'redirects are met with %s as fetch does',
    async (redirect, { server, cassettePath }) => {
      server.reply((request, response) => {
        if (request.url === '/to') return void response.end('arrived')
        response.writeHead(302, { location: '/to' }).end('moved')
      })
      const ask = async (send: typeof fetch) =>
        send(server.url, { redirect }).then(
          async (response) => [response.status, response.redirected, await response.text()],
          (error: Error) => [error.name, error.message],
        )
      const bare = await ask(fetch)
      const live = await through(cassettePath, ask)
      await server.stop()

      expect(live).toEqual(bare)
      expect(await through(cassettePath, ask)).toEqual(bare)
    },
  )

  test('a body that nobody reads is recorded all the same', async ({ server, cassettePath }) => {
    const recorded = await through(cassettePath, async (send, recorder) => {
      await send(server.url)
      await vi.waitFor(() => expect(recorder.counts.recorded).toBe(1))
      return recorder.counts.recorded
    })

    expect(recorded).toBe(1)
  })

  test('what fetch refuses is refused in a replay too', async ({ server, cassettePath }) => {
    await through(cassettePath, async (send) => (await send(server.url)).text())

    await through(cassettePath, async (send) => {
      await expect(send(server.url, { body: 'x' })).rejects.toThrow(TypeError)
      await expect(send('no URL')).rejects.toThrow(TypeError)
      await expect(send(server.url, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i)
    })
  })

  test('data: URLs are left to fetch', async ({ cassettePath }) => {
    const text = await through(cassettePath, async (send) => (await send('data:,hello')).text())

    expect(text).toBe('hello')
  })

  test('a signal that lives on is not listened to once a body is read, or nobody holds it', async ({
    server,
    cassettePath,
  }) => {
    server.reply(stream(sse(3)))
    await through(cassettePath, async (send) => (await send(server.url)).text())
    const { signal } = new AbortController()

    await through(
      cassettePath,
      async (send) => {
        await (await send(server.url, { signal })).text()
        expect(getEventListeners(signal, 'abort')).toHaveLength(0)
        await send(server.url, { signal })
        expect(getEventListeners(signal, 'abort')).toHaveLength(1)
        await vi.waitFor(() => {
          collectGarbage()
          expect(getEventListeners(signal, 'abort')).toHaveLength(0)
        })
      },
      { repeats: 'any' },
    )
  })
})

test("a body that was cut off is replayed with the error of Node's fetch", async ({
  server,
  cassettePath,
}) => {
  server.reply((_request, response) => {
    response.write('part', () => response.socket?.destroySoon())
  })
  const ask = async (send: typeof fetch): Promise<unknown> => {
    const error: unknown = await (await send(server.url)).text().catch((failed: unknown) => failed)
    const { message, cause } = error as { message: string; cause: Error & { code: string } }
    return [message, cause.name, cause.code, cause.message]
  }
  const live = await ask(fetch)
  const recorder = await Recorder.open(cassettePath, { env: {} })
  await ask(recordedFetch(recorder))
  await recorder.stop()
  const player = await Recorder.open(cassettePath, { env: {}, mode: 'replay' })
  const played = await ask(recordedFetch(player))
  await player.stop()

  expect(played).toEqual(live)
})

type Fetched = Parameters<typeof fetch>

const requests: readonly (readonly [string, (url: string) => Fetched])[] = [
  ['a URL object', (url) => [new URL(url)]],
  ['a Request', (url) => [new Request(url, { method: 'POST', body: 'inside' })]],
  ['a Request and an init', (url) => [new Request(url), { method: 'POST', body: 'beside' }]],
  ['a form', (url) => [url, { method: 'POST', body: new URLSearchParams({ a: '1 2' }) }]],
  ['a form with a file', (url) => [url, { method: 'POST', body: formWithFile() }]],
  ['a Blob', (url) => [url, { method: 'POST', body: new Blob(['x'], { type: 'text/css' }) }]],
  ['an ArrayBuffer', (url) => [url, { method: 'POST', body: new Uint8Array([1, 2]).buffer }]],
  ['a Request with a stream', (url) => [streamRequest(url)]],
]

function formWithFile(): FormData {
  const form = new FormData()
  form.append('name', 'grüße')
  form.append('file', new Blob(['content'], { type: 'text/plain' }), 'a.txt')
  return form
}

function streamRequest(url: string): Request {
  const body = new Blob(['a stream']).stream()
  return new Request(url, { method: 'POST', body, duplex: 'half' })
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
