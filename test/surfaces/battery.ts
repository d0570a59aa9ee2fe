import type { ServerResponse } from 'node:http'
import { type ServerHttp2Stream, constants } from 'node:http2'
import * as zlib from 'node:zlib'
import { describe, expect } from 'vitest'
import { Recorder } from '../../src/engine/recorder.ts'
import type { RecorderOptions } from '../../src/engine/options.ts'
import { loadCassette } from '../support/load-cassette.ts'
import { sse, stream } from '../support/loopback.ts'
import { test as overHttp } from '../support/test.ts'

/** What a client asks for. */
export interface Ask {
  readonly url: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>
  readonly signal?: AbortSignal
}

/** What a client got, its body still to be read. */
export interface Answer {
  readonly status: number
  readonly headers: (name: string) => readonly string[]
  /** The pieces of the body, each as the client was given it. */
  readonly chunks: AsyncIterable<Uint8Array>
}

/** A way in, as the battery drives it. */
export interface Subject {
  readonly name: string
  /** A client whose requests the recorder sees; it is closed after the test. */
  client(recorder: Recorder): { ask(ask: Ask): Promise<Answer>; close(): Promise<void> }
}

interface Run {
  readonly recorder: Recorder
  readonly ask: (ask: Ask) => Promise<Answer>
}

/**
 * What every way in has to do, whatever the client behind it.
 *
 * @param test - With the server that its clients ask.
 */
export function battery(subject: Subject, test: typeof overHttp = overHttp): void {
  async function run<T>(
    path: string,
    options: RecorderOptions,
    use: (run: Run) => Promise<T>,
  ): Promise<T> {
    const recorder = await Recorder.open(path, { env: {}, ...options })
    const client = subject.client(recorder)
    try {
      const result = await use({ recorder, ask: (ask) => client.ask(ask) })
      await recorder.stop()
      return result
    } finally {
      await recorder.stop({ discard: true }).catch(() => undefined)
      await client.close()
    }
  }

  const textOf = (path: string, ask: Ask, options: RecorderOptions = {}) =>
    run(path, options, async (on) => text(await on.ask(ask)))

  describe(subject.name, () => {
    test('what was recorded is replayed without the server', async ({ server, cassettePath }) => {
      server.reply((_request, response) => {
        response.writeHead(201, { 'content-type': 'application/json', 'x-answer': '42' })
        response.end('{"a":1}')
      })
      const ask = { url: `${server.url}/a`, method: 'POST', body: '{"q":1}' }
      await textOf(cassettePath, ask)
      await server.stop()

      const answer = await run(cassettePath, {}, async (on) => {
        const got = await on.ask(ask)
        return { status: got.status, field: got.headers('x-answer'), body: await text(got) }
      })

      expect(answer).toEqual({ status: 201, field: ['42'], body: '{"a":1}' })
    })

    test('a stream reaches the caller live, and is replayed in the same chunks at the same times', async ({
      server,
      cassettePath,
    }) => {
      server.reply(stream(sse(10), { everyMs: 50 }))
      const ask = { url: server.url }
      const live = await run(cassettePath, {}, async (on) => arrivals(on.ask(ask)))
      await server.stop()

      const replayed = await run(cassettePath, { speed: 'recorded' }, async (on) =>
        arrivals(on.ask(ask)),
      )

      const { chunks = [] } = loadCassette(cassettePath).interactions[0]!.response
      expect(live.map(({ text }) => text)).toEqual(sse(10))
      expect(replayed.map(({ text }) => text)).toEqual(sse(10))
      expect(chunks.filter(({ bytes }) => bytes > 0)).toHaveLength(10)
      // 9 pauses of 50 ms: it came live, and it came back live.
      for (const { at } of [live.at(-1)!, replayed.at(-1)!]) expect(at).toBeGreaterThan(400)
      // Since the head, which a busy machine may have seen late.
      expect(chunks[9]!.at / 1e6).toBeGreaterThan(200)
    })

    test('at instant speed every chunk is still its own', async ({ server, cassettePath }) => {
      server.reply(stream(sse(10), { everyMs: 3 }))
      await textOf(cassettePath, { url: server.url })
      await server.stop()

      const replayed = await run(cassettePath, {}, async (on) =>
        arrivals(on.ask({ url: server.url })),
      )

      expect(replayed.map(({ text }) => text)).toEqual(sse(10))
    })

    test('an abort ends a replay at once', async ({ cassettePath, server }) => {
      server.reply(stream(sse(3), { everyMs: 10 }))
      await textOf(cassettePath, { url: server.url })
      const options = { speed: 'recorded', beforeReplay: tenSecondsLate } as const

      const started = performance.now()
      await run(cassettePath, options, async (on) => {
        const abort = new AbortController()
        const answer = await on.ask({ url: server.url, signal: abort.signal })
        const reading = text(answer)
        abort.abort()
        await expect(reading).rejects.toThrow(/abort|cancel/i)
      })

      expect(performance.now() - started).toBeLessThan(5_000)
    })

    test('a body that was cut off is replayed as far as it came, then fails', async ({
      server,
      cassettePath,
    }) => {
      server.reply((_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: 1\n\n', () => cut(response))
      })
      const ask = { url: server.url }
      const live = await run(cassettePath, {}, async (on) => partly(await on.ask(ask)))
      await server.stop()

      const replayed = await run(cassettePath, {}, async (on) => partly(await on.ask(ask)))

      expect(live.text).toBe('data: 1\n\n')
      expect(replayed).toEqual(live)
      // As the connection told it; some clients give it another code.
      const { response } = loadCassette(cassettePath).interactions[0]!
      expect(response.error).toMatch(
        /^(?:ECONNRESET|UND_ERR_\w+|ERR_HTTP2_STREAM_ERROR|NGHTTP2_\w+)$/,
      )
    })

    test('a client that goes away in mid-stream leaves what it saw', async ({
      server,
      cassettePath,
    }) => {
      server.reply(stream(sse(100), { everyMs: 20 }))
      await run(cassettePath, {}, async (on) => {
        const abort = new AbortController()
        const answer = await on.ask({ url: server.url, signal: abort.signal })
        for await (const _chunk of answer.chunks) break
        abort.abort()
      })

      const { response } = loadCassette(cassettePath).interactions[0]!
      expect(response.error).toBe('ABORT_ERR')
      expect(response.body).toContain('data: {"n":0}')
    })

    test.for(codings)(
      'a body in %s stands decoded in the cassette',
      async ([coding, encode], { server, cassettePath }) => {
        const body = JSON.stringify({ text: 'coded '.repeat(100) })
        server.reply((_request, response) => {
          const headers = { 'content-encoding': coding, 'content-type': 'application/json' }
          response.writeHead(200, headers).end(encode(body))
        })
        await textOf(cassettePath, { url: server.url })
        await server.stop()

        const { response } = loadCassette(cassettePath).interactions[0]!
        expect(response).toMatchObject({ body, uncompressed: true, contentLength: -1 })
        expect(response.headers).not.toHaveProperty('Content-Encoding')
        expect(await textOf(cassettePath, { url: server.url })).toBe(body)
      },
    )

    test.for(bodies)(
      'a request body that is %s is sent, kept and matched',
      async ([, body], { server, cassettePath }) => {
        server.reply((request, response) => {
          request.resume().on('end', () => response.end('done'))
        })
        const ask = () => ({ url: server.url, method: 'POST', body: body() })
        await textOf(cassettePath, ask())
        const sent = await server.seen[0]!.body
        await server.stop()

        const kept = loadCassette(cassettePath).interactions[0]!.request.body
        expect(Buffer.from(kept as string)).toEqual(sent)
        expect(await textOf(cassettePath, ask())).toBe('done')
      },
    )

    test('an answer that comes before all of the request went out is replayed to the same request', async ({
      server,
      cassettePath,
    }) => {
      server.reply((request, response) => {
        request.once('data', () => {
          response.writeHead(413).end('too large')
          request.resume()
        })
      })
      const large = Array.from({ length: 64 }, () => 'x'.repeat(65_536))
      const ask = () => ({ url: server.url, method: 'POST', body: pieces(large) })
      const live = await textOf(cassettePath, ask())
      await server.stop()

      expect(live).toBe('too large')
      expect(await textOf(cassettePath, ask())).toBe(live)
    })

    test.for([
      ['HEAD', 200],
      ['GET', 204],
      ['GET', 304],
    ] as const)(
      '%s answered with %d has no body, live or replayed',
      async ([method, code], { server, cassettePath }) => {
        server.reply((_request, response) => {
          response.writeHead(code, { etag: '"a"' }).end()
        })
        const ask = { url: server.url, method }
        expect(await textOf(cassettePath, ask)).toBe('')
        await server.stop()

        expect(await textOf(cassettePath, ask)).toBe('')
      },
    )

    test('several Set-Cookie fields stay apart', async ({ server, cassettePath }) => {
      server.reply((_request, response) => {
        response.writeHead(200, { 'x-a': ['1', '2'] }).end('ok')
      })
      const fields = (options: RecorderOptions) =>
        run(cassettePath, options, async (on) => {
          const answer = await on.ask({ url: server.url })
          await text(answer)
          return answer.headers('x-a').join(', ')
        })
      const live = await fields({})
      await server.stop()

      expect(await fields({})).toBe(live)
    })

    test('values that are not ASCII are kept as text, and replayed as they came', async ({
      server,
      cassettePath,
    }) => {
      server.reply((_request, response) => {
        response.writeHead(200, { 'x-name': utf8('Zoë'), 'x-latin-1': 'Zo\u00eb' }).end('ok')
      })
      const fields = (options: RecorderOptions) =>
        run(cassettePath, options, async (on) => {
          const headers = { 'user-agent': utf8('Zoë') }
          const answer = await on.ask({ url: server.url, headers })
          await text(answer)
          return [...answer.headers('x-name'), ...answer.headers('x-latin-1')]
        })
      const matchOn = ['url', 'headers'] as const
      const live = await fields({ matchOn })
      await server.stop()

      expect(await fields({ matchOn })).toEqual(live)
      const { request, response } = loadCassette(cassettePath).interactions[0]!
      expect(request.headers['User-Agent']).toEqual(['Zoë'])
      expect(response.headers).toMatchObject({ 'X-Name': ['Zoë'], 'X-Latin-1': ['Zo\uefeb'] })
    })

    test('a connection that is refused fails as ever, and is not kept', async ({
      server,
      cassettePath,
    }) => {
      const { url } = server
      await server.stop()
      const counts = await run(cassettePath, {}, async (on) => {
        await expect(on.ask({ url })).rejects.toSatisfy((error) =>
          codes(error).includes('ECONNREFUSED'),
        )
        return on.recorder
      })

      expect(counts.counts).toMatchObject({ failed: 1, recorded: 0 })
      expect(() => loadCassette(cassettePath)).toThrow('There is no cassette')
    })

    test('a miss is refused with its reason, and raised again by stop()', async ({
      server,
      cassettePath,
    }) => {
      await textOf(cassettePath, { url: `${server.url}/a` })
      const recorder = await Recorder.open(cassettePath, { env: {} })
      const client = subject.client(recorder)

      const error = await client.ask({ url: `${server.url}/b` }).catch((thrown: unknown) => thrown)
      const ended = await recorder.stop().catch((thrown: unknown) => thrown)
      await client.close()

      expect(codes(error)).toContain('NO_MATCH')
      expect(ended).toMatchObject({ code: 'NO_MATCH' })
      expect(recorder.misses).toHaveLength(1)
      expect(server.seen).toHaveLength(1)
    })

    test('a reader that pauses holds the server back', async ({ server, cassettePath }) => {
      const total = 64
      let sent = 0
      server.reply((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/octet-stream' })
        const mebibyte = Buffer.alloc(1_048_576, 7)
        const fill = (): void => {
          while (sent < total && response.write(mebibyte)) sent += 1
          if (sent === total) return void response.end()
          response.once('drain', fill)
        }
        fill()
      })
      await run(cassettePath, {}, async (on) => {
        const abort = new AbortController()
        const answer = await on.ask({ url: server.url, signal: abort.signal })
        const reader = answer.chunks[Symbol.asyncIterator]()
        await reader.next()
        await stands(() => sent)
        expect(sent).toBeLessThan(total / 2)
        abort.abort()
      })
    })

    test('redirects are left to the client, and each hop is kept', async ({
      server,
      cassettePath,
    }) => {
      server.reply((request, response) => {
        if (request.url === '/to') return void response.end('arrived')
        response.writeHead(302, { location: '/to' }).end()
      })
      const hops = async () => {
        const answer = await textOf(cassettePath, { url: `${server.url}/from` })
        return answer
      }
      const live = await hops()
      await server.stop()

      expect(await hops()).toBe(live)
      const urls = loadCassette(cassettePath).interactions.map(({ request }) => request.url)
      expect(urls[0]).toBe(`${server.url}/from`)
      expect(urls.length).toBe(live === 'arrived' ? 2 : 1)
    })

    test('what passes through is neither kept nor refused', async ({ server, cassettePath }) => {
      const counts = await run(cassettePath, { passthrough: ['127.0.0.1'] }, async (on) => {
        expect(await text(await on.ask({ url: server.url }))).toBe('ok')
        return on.recorder.counts
      })

      expect(counts).toMatchObject({ passedThrough: 1, recorded: 0 })
    })

    test('new episodes are appended, and what is there is replayed', async ({
      server,
      cassettePath,
    }) => {
      await textOf(cassettePath, { url: `${server.url}/a` })
      server.reply((_request, response) => void response.end('new'))
      const mode = { mode: 'new-episodes' }
      const texts = await run(cassettePath, mode, async (on) => [
        await text(await on.ask({ url: `${server.url}/a` })),
        await text(await on.ask({ url: `${server.url}/b` })),
        await text(await on.ask({ url: `${server.url}/a` })),
      ])

      expect(texts).toEqual(['ok', 'new', 'new'])
      const { interactions } = loadCassette(cassettePath)
      expect(interactions.map(({ id }) => id)).toEqual([0, 1, 2])
    })
  })
}

const bodies: readonly (readonly [string, () => NonNullable<Ask['body']>])[] = [
  ['text', () => 'grüße'],
  ['bytes', () => new Uint8Array([0, 255, 1])],
  ['a stream', () => pieces(['one ', 'two'])],
]

/** The bytes of a text, a character each: so clients and servers take the value of a field. */
function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Those that this Node has: zstd from 22.15 on. */
const codings = (['gzip', 'brotliCompress', 'deflate', 'zstdCompress'] as const).flatMap((name) => {
  const encode = Reflect.get(zlib, `${name}Sync`) as typeof zlib.gzipSync | undefined
  const coding = name === 'brotliCompress' ? 'br' : name.replace('Compress', '')
  return encode === undefined ? [] : [[coding, encode] as const]
})

async function text(answer: Answer): Promise<string> {
  const got: Uint8Array[] = []
  for await (const chunk of answer.chunks) got.push(chunk)
  return Buffer.concat(got).toString()
}

/** The chunks of an answer, and when each came, in milliseconds since it was asked for. */
async function arrivals(asked: Promise<Answer>): Promise<{ text: string; at: number }[]> {
  const started = performance.now()
  const answer = await asked
  const got: { text: string; at: number }[] = []
  for await (const chunk of answer.chunks) {
    got.push({ text: Buffer.from(chunk).toString(), at: performance.now() - started })
  }
  return got
}

async function partly(answer: Answer): Promise<{ text: string; code: string | undefined }> {
  let got = ''
  try {
    for await (const chunk of answer.chunks) got += Buffer.from(chunk).toString()
  } catch (error) {
    return { text: got, code: codes(error).at(-1) }
  }
  return { text: got, code: undefined }
}

/** The codes of an error and of what caused it, outermost first. */
function codes(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...own, ...codes(error.cause)]
}

async function* pieces(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const piece of texts) yield Buffer.from(piece)
}

/** Ends a response in the middle. */
function cut(response: ServerResponse): void {
  if ('stream' in response)
    (response.stream as ServerHttp2Stream).close(constants.NGHTTP2_INTERNAL_ERROR)
  else response.destroy()
}

/** Waits until a number no longer grows. */
async function stands(read: () => number): Promise<void> {
  for (let before = -1; before !== read();) {
    before = read()
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

type BeforeReplay = NonNullable<RecorderOptions['beforeReplay']>

const tenSecondsLate: BeforeReplay = (interaction) => {
  const { chunks = [] } = interaction.response
  const late = chunks.map((chunk, index) => ({ ...chunk, at: index === 0 ? 0 : 1e10 }))
  return { ...interaction, response: { ...interaction.response, chunks: late } }
}
