import { gzipSync } from 'node:zlib'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { startReplayServer } from '../../../src/surfaces/server.ts'
import { eventStream } from '../../support/interactions.ts'
import { ManualClock, settled } from '../../support/manual-clock.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

describe('what is played', () => {
  test('a request is answered by path and query; scheme and host are those of the recording', async ({
    replay,
  }) => {
    const { url } = await replay(
      cassetteOf(recorded('https://api.example.com/v1/models?b=2&a=1', { body: '["m"]' })),
    )

    const response = await fetch(`${url}/v1/models?a=1&b=2`)

    expect(response.status).toBe(200)
    expect(await response.json()).toEqual(['m'])
  })

  test('the last of several answers comes again and again', async ({ replay }) => {
    const url = 'https://api.example.com/job'
    const server = await replay(
      cassetteOf(recorded(url, { body: 'pending' }), recorded(url, { body: 'done' })),
    )
    const ask = async () => (await fetch(`${server.url}/job`)).text()

    expect([await ask(), await ask(), await ask()]).toEqual(['pending', 'done', 'done'])
    expect(server.counts).toMatchObject({ played: 3, missed: 0, unused: 0 })
  })

  test('status, reason, names in their case and repeated fields are as recorded', async ({
    replay,
  }) => {
    const headers = headersOf([
      ['ETag', '"a"'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-name', 'grüße ✓'],
    ])
    const { port } = await replay(
      cassetteOf(
        recorded('http://a.test/', { headers, body: '{}', code: 418, status: "418 I'm a Teapot" }),
      ),
    )
    const wire = new Wire(port)
    wire.send(...get('/'))

    const [head = ''] = (await wire.ended()).split('\r\n\r\n')
    expect(head.split('\r\n')).toEqual([
      "HTTP/1.1 418 I'm a Teapot",
      'Etag: "a"',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      `X-Name: ${Buffer.from('grüße ✓').toString('latin1')}`,
      'Connection: close',
      'Transfer-Encoding: chunked',
    ])
  })

  test('what no longer fits the body or the connection is left out', async ({ replay }) => {
    const headers = headersOf([
      ['content-length', '9999'],
      ['transfer-encoding', 'chunked'],
      ['content-encoding', 'gzip'],
      ['connection', 'upgrade'],
      ['keep-alive', 'timeout=1'],
      ['content-type', 'text/plain'],
    ])
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { headers, body: 'decoded', uncompressed: true })),
    )
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n' +
        'Transfer-Encoding: chunked\r\n\r\n7\r\ndecoded\r\n0\r\n\r\n',
    )
  })

  test('a length that fits is kept', async ({ replay }) => {
    const headers = headersOf([['content-length', '4']])
    const { port } = await replay(cassetteOf(recorded('http://a.test/', { headers, body: 'four' })))
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).toMatch(/Content-Length: 4\r\n[^]*\r\n\r\nfour$/)
  })

  test('each chunk stays a chunk, and trailers follow the body', async ({ replay }) => {
    const chunks = [
      { bytes: 3, at: 0 },
      { bytes: 4, at: 1e6 },
    ]
    const headers = headersOf([
      ['trailer', 'X-Sum'],
      ['content-length', '7'],
    ])
    const trailer = headersOf([['x-sum', '7']])
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { headers, trailer, body: 'onetwo!', chunks })),
    )
    const wire = new Wire(port)
    wire.send(...get('/'))

    const [head, ...body] = (await wire.ended()).split('\r\n\r\n')
    expect(body.join('\r\n\r\n')).toBe('3\r\none\r\n4\r\ntwo!\r\n0\r\nX-Sum: 7\r\n\r\n')
    expect(head).toContain('Trailer: X-Sum')
    expect(head).not.toContain('Content-Length')
  })

  test.for([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ] as const)('%s answered with %d has no body', async ([method, code], { replay }) => {
    const headers = headersOf([
      ['content-length', '1234'],
      ['trailer', 'x-sum'],
    ])
    const status = code === 204 ? '204 No Content' : `${code} OK`
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { headers, body: '', code, status }, { method })),
    )
    const wire = new Wire(port)
    wire.send(`${method} / HTTP/1.1`, 'Host: localhost', 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 \d+ [^]*\r\n\r\n$/)
    expect(wire.text.includes('Content-Length: 1234')).toBe(code !== 204)
  })

  test('a client of HTTP/1.0 gets the bare body', async ({ replay }) => {
    const headers = headersOf([['trailer', 'x-sum']])
    const { port } = await replay(cassetteOf(recorded('http://a.test/', { headers, body: 'old' })))
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.0', '', '')

    expect(await wire.ended()).toBe('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nold')
  })

  test('requests that are sent ahead are answered in their order', async ({ replay }) => {
    const { port } = await replay(
      cassetteOf(
        recorded('http://a.test/1', { body: 'one', duration: 30e6 }),
        recorded('http://a.test/2', { body: 'two' }),
      ),
      { speed: 'recorded' },
    )
    const wire = new Wire(port)
    wire.send('GET /1 HTTP/1.1', 'Host: localhost', '', '', ...get('/2'))

    expect((await wire.ended()).match(/one|two/g)).toEqual(['one', 'two'])
  })

  test('a recording that was cut off plays what came, then breaks the connection', async ({
    replay,
  }) => {
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { body: 'part', error: 'ECONNRESET' })),
    )
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).toMatch(/\r\n\r\n4\r\npart\r\n$/)
    await expect((await fetch(`http://127.0.0.1:${port}/`)).text()).rejects.toThrow('terminated')
  })

  test('to a client of HTTP/1.0, which knows no other end, it is a reset', async ({ replay }) => {
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { body: 'part', error: 'ECONNRESET' })),
    )
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.0', '', '')

    expect(await wire.ended()).toMatch(/\r\n\r\npart$/)
    expect(wire.error).toBe('ECONNRESET')
  })

  test.for([
    ['a body that was not kept', { error: 'BODY_NOT_KEPT', body: '' }, 'maxBodyBytes'],
    ['a status that is none', { code: 0, status: '' }, 'status 0'],
  ] as const)('%s is told', async ([, response, text], { replay }) => {
    const { url } = await replay(cassetteOf(recorded('http://a.test/', response)))

    const answer = await fetch(url)

    expect(answer.status).toBe(424)
    expect(await answer.json()).toMatchObject({
      error: { type: 'wiretape_error', message: expect.stringContaining(text) },
    })
  })

  test('a name that HTTP cannot carry is left out', async ({ replay }) => {
    const headers = { 'bad name': ['1'], 'X-Good': ['2\n3'] }
    const { url } = await replay(cassetteOf(recorded('http://a.test/', { headers })))

    const response = await fetch(url)

    expect(response.headers.get('x-good')).toBe('2 3')
  })
})

describe('when it is played', () => {
  const events = 'data: 1\n\ndata: 2\n\n'
  const slow = eventStream(events, {
    duration: 500e6,
    chunks: [
      { bytes: 9, at: 0 },
      { bytes: 9, at: 1_000e6 },
    ],
  })

  test('headers and chunks come when they are due, and not before', async ({ replay }) => {
    const clock = new ManualClock()
    const { port } = await replay(cassetteOf(slow), { speed: 'recorded', clock })
    const wire = new Wire(port)
    wire.send(...get('/v1'))
    await waits(clock)

    await clock.wind(499)
    expect(wire.text).toBe('')
    await clock.wind(1)
    expect(await wire.until('data: 1')).not.toContain('data: 2')
    await clock.wind(999)
    expect(wire.text).not.toContain('data: 2')
    await clock.wind(1)
    expect(await wire.ended()).toContain('data: 2')
  })

  test('headers come before the body is due', async ({ replay }) => {
    const clock = new ManualClock()
    const late = eventStream(events, { chunks: [{ bytes: 18, at: 1_000e6 }] })
    const { port } = await replay(cassetteOf(late), { speed: 'recorded', clock })
    const wire = new Wire(port)
    wire.send(...get('/v1'))
    await waits(clock)

    await clock.wind(0)
    expect(await wire.until('\r\n\r\n')).not.toContain('data: 1')
  })

  test('a client that goes away ends the playback', async ({ replay }) => {
    const clock = new ManualClock()
    const { port } = await replay(cassetteOf(slow), { speed: 'recorded', clock })
    const wire = new Wire(port)
    wire.send(...get('/v1'))
    await waits(clock)
    await clock.wind(500)
    await wire.until('data: 1')

    wire.socket.destroy()
    while (clock.pending > 0) await settled()

    expect(clock.pending).toBe(0)
  })

  test.for([
    [64, 1_048_576],
    [65_536, 1_024],
  ] as const)(
    'a client that does not read holds %d chunks of %d bytes back',
    async ([many, bytes], { replay }) => {
      const chunks = Array.from({ length: many }, (_, index) => ({ bytes, at: index }))
      const body = 'x'.repeat(bytes * many)
      const { port } = await replay(
        cassetteOf(recorded('http://a.test/', { body, chunks, headers: {} })),
      )
      const wire = new Wire(port)
      wire.send(...get('/'))
      await wire.until('x')
      wire.socket.pause()
      const before = process.memoryUsage().rss
      for (let turns = 0; turns < 50; turns++) await settled()

      expect(process.memoryUsage().rss - before).toBeLessThan(body.length / 2)
      wire.socket.resume()
      const text = await wire.ended()
      expect(text.match(/x{1024,}/g)?.join('')).toBe(body)
      expect(text).toMatch(/\r\n0\r\n\r\n$/)
    },
  )
})

describe('for which host a request is', () => {
  const both = cassetteOf(
    recorded('https://one.test/a', { body: 'one' }),
    recorded('https://two.test/a', { body: 'two' }),
    recorded('https://two.test/b', { body: 'b' }),
  )

  test('the only host that was asked for a path answers it', async ({ replay }) => {
    const { url } = await replay(both)

    expect(await (await fetch(`${url}/b`)).text()).toBe('b')
  })

  test('where several have an answer it is a miss that lists them', async ({ replay }) => {
    const server = await replay(both)

    const response = await fetch(`${server.url}/a`)

    expect(response.status).toBe(424)
    expect(await response.json()).toMatchObject({
      error: {
        type: 'wiretape_miss',
        code: 'NO_MATCH',
        origins: ['https://one.test', 'https://two.test'],
        message: expect.stringMatching(/https:\/\/one\.test[^]*https:\/\/two\.test/),
      },
    })
    expect(server.misses).toHaveLength(1)
  })

  test.for([
    ['the header', '/a', { 'x-wiretape-upstream': 'two.test' }],
    ['the header, as an origin', '/a', { 'x-wiretape-upstream': 'https://two.test' }],
    ['the header, with the port', '/a', { 'x-wiretape-upstream': 'two.test:443' }],
    ['the header, as an origin with it', '/a', { 'x-wiretape-upstream': 'https://two.test:443' }],
    ['the base URL', '/__wiretape/to/two.test/a', {}],
    ['the base URL, as an origin', '/__wiretape/to/https%3A%2F%2Ftwo.test/a', {}],
  ] as const)('%s says which', async ([, path, headers], { replay }) => {
    const { url } = await replay(both)

    expect(await (await fetch(url + path, { headers })).text()).toBe('two')
  })

  test('a recorded URL without a host keeps nobody from saying it', async ({ replay }) => {
    const odd = recorded('localhost:8080/a')
    const { url } = await replay(cassetteOf(odd, recorded('https://two.test/a', { body: 'two' })))
    const headers = { 'x-wiretape-upstream': 'two.test' }

    expect(await (await fetch(`${url}/a`, { headers })).text()).toBe('two')
  })

  test('the option says which, and its path stands before that of requests', async ({ replay }) => {
    const { url } = await replay(both, { upstream: 'https://two.test/' })
    expect(await (await fetch(`${url}/a`)).text()).toBe('two')

    const deep = await replay(cassetteOf(recorded('https://one.test/api/v1/a', { body: 'deep' })), {
      upstream: 'https://one.test/api/v1',
    })
    expect(await (await fetch(`${deep.url}/a`)).text()).toBe('deep')
  })

  test('a client that takes it for a proxy gives the host itself', async ({ replay }) => {
    const { port } = await replay(both)
    const wire = new Wire(port)
    wire.send('GET https://two.test/a HTTP/1.1', 'Host: two.test', 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(/\r\ntwo\r\n/)
  })

  test('a host that was not recorded is a miss', async ({ replay }) => {
    const { url } = await replay(both)

    const response = await fetch(`${url}/a`, { headers: { 'x-wiretape-upstream': 'evil.test' } })

    expect(response.status).toBe(424)
  })

  test('where hosts are not compared there is nothing to say', async ({ replay }) => {
    const { url } = await replay(both, { matchOn: ['method', 'path'] })

    expect(await (await fetch(`${url}/a`)).text()).toBe('one')
  })
})

describe('what is sent', () => {
  const url = 'https://api.example.com/v1/answers'
  const asked = recorded(url, { body: 'yes' }, { method: 'POST', body: '{"q":1,"r":2}' })

  test('bodies are matched as JSON, gzip taken off', async ({ replay }) => {
    const server = await replay(cassetteOf(asked))
    const post = async (body: string | Uint8Array, headers = {}) => {
      const init = { method: 'POST', body, headers } as RequestInit
      return (await fetch(`${server.url}/v1/answers`, init)).text()
    }

    expect(await post('{"r": 2, "q": 1}')).toBe('yes')
    expect(await post(gzipSync('{"q":1,"r":2}'), { 'content-encoding': 'gzip' })).toBe('yes')
    expect(await post('{"q":2}')).toContain('wiretape_miss')
  })

  test('a client that waits for leave to send its body gets it', async ({ replay }) => {
    const { port } = await replay(cassetteOf(asked))
    const wire = new Wire(port)
    wire.send(
      'POST /v1/answers HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      'Expect: 100-continue',
      'Content-Length: 13',
      '',
      '',
    )
    await wire.until('100 Continue')
    wire.send('{"q":1,"r":2}')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*yes/)
  })

  test.for([
    ['that says its length', ['Content-Length: 2000', '', '']],
    [
      'that does not',
      ['Transfer-Encoding: chunked', '', `7d0\r\n${'x'.repeat(2_000)}\r\n0\r\n\r\n`],
    ],
  ] as const)('a body %s and is too large is refused', async ([, lines], { replay }) => {
    const { port } = await replay(cassetteOf(asked), { maxBodyBytes: 1_000 })
    const wire = new Wire(port)
    wire.send('POST /v1/answers HTTP/1.1', 'Host: localhost', ...lines)

    expect(await wire.until(/maxBodyBytes/)).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/)
    wire.socket.destroy()
  })

  test('a client that leaves before its body is whole disturbs nobody', async ({ replay }) => {
    const server = await replay(cassetteOf(asked))
    const wire = new Wire(server.port)
    wire.send('POST /v1/answers HTTP/1.1', 'Host: localhost', 'Content-Length: 13', '', '{"q"')
    wire.socket.end()
    await wire.ended()

    expect((await fetch(`${server.url}/v1/answers`)).status).toBe(424)
    expect(server.counts.missed).toBe(1)
  })

  test('what is said to wiretape is not matched', async ({ replay }) => {
    const server = await replay(cassetteOf(recorded('http://a.test/')), {
      matchOn: ['method', 'url', 'headers'],
      headers: 'all',
    })

    const response = await fetch(server.url, { headers: { 'x-wiretape-session': 'a' } })

    expect(await response.text()).not.toContain('x-wiretape')
  })
})

describe('misses', () => {
  test('are told as JSON that SDKs print, and are not tried again', async ({ replay }) => {
    const server = await replay(
      cassetteOf(recorded('https://a.test/v1', {}, { method: 'POST', body: '{"a":1}' })),
    )

    const response = await fetch(`${server.url}/v1`, { method: 'POST', body: '{"a":2}' })

    expect(response.status).toBe(424)
    expect(response.headers.get('x-should-retry')).toBe('false')
    expect(await response.json()).toEqual({
      error: {
        message: expect.stringContaining('$.a'),
        type: 'wiretape_miss',
        code: 'NO_MATCH',
        nearest: [expect.objectContaining({ id: 0, method: 'POST' })],
      },
    })
    await expect(server.close()).rejects.toMatchObject({ code: 'NO_MATCH' })
  })

  test('are text for who asks for text', async ({ replay }) => {
    const { url } = await replay(cassetteOf(recorded('https://a.test/v1')))

    const response = await fetch(`${url}/v2`, { headers: { accept: 'text/html,*/*;q=0.8' } })

    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await response.text()).toMatch(/^No interaction .*matches the request\.\n/)
  })

  test('name the cassette', async ({ replay, cassettePath }) => {
    await writeFile(cassettePath, '---\nversion: 2\ninteractions: []\n')
    const { url } = await replay(cassettePath)

    expect(await (await fetch(`${url}/v2`)).text()).toContain('cassette.yaml')
  })

  test('a hook that throws is told, and the server goes on', async ({ replay }) => {
    const { url } = await replay(cassetteOf(recorded('http://a.test/')), {
      beforeReplay: (_interaction, request) => {
        throw new Error(`no ${request.method}`)
      },
    })

    const response = await fetch(url)

    expect(response.status).toBe(500)
    expect(await response.text()).toContain('no GET')
    expect((await fetch(url)).status).toBe(500)
  })
})

describe('who is served', () => {
  test.for([
    ['127.0.0.1', 200],
    ['127.0.0.1:8080', 200],
    ['LocalHost:1', 200],
    ['[::1]:1', 200],
    ['rebound.evil.test', 403],
    ['localhost.evil.test', 403],
    ['127.0.0.1.evil.test:80', 403],
  ] as const)('a client that calls the server %s gets %d', async ([host, status], { replay }) => {
    const { port } = await replay(cassetteOf(recorded('http://a.test/')))
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', `Host: ${host}`, 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  })

  test('a name that is allowed is as good', async ({ replay }) => {
    const { port } = await replay(cassetteOf(recorded('http://a.test/')), {
      allowHosts: ['box.test'],
    })
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', 'Host: box.test:99', 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 200 /)
  })
})

describe('starting and closing', () => {
  test('a cassette that is missing, a folder without any, and a broken one are errors before it listens', async ({
    folder,
  }) => {
    await expect(startReplayServer(join(folder, 'none.yaml'))).rejects.toMatchObject({
      code: 'CASSETTE_NOT_FOUND',
    })
    await expect(startReplayServer(folder)).rejects.toMatchObject({ code: 'CASSETTE_NOT_FOUND' })
    const broken = join(folder, 'broken.yaml')
    await writeFile(broken, 'no: cassette\n')
    await expect(startReplayServer(broken)).rejects.toMatchObject({ code: 'CASSETTE_FORMAT' })
  })

  test('a port that is in use is an error that names it', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo

    const starting = startReplayServer(cassetteOf(), { port })

    await expect(starting).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(String(port)),
    })
    await new Promise((resolve) => other.close(resolve))
  })

  test.for([
    [{ port: 70_000 }, 'port is 70000'],
    [{ host: '' }, 'host is ""'],
    [{ grace: -1 }, 'grace is -1'],
    [{ allowHosts: 'a' }, 'allowHosts is "a"'],
    [{ upstream: 'api' }, 'upstream is "api"'],
    [{ upstream: 'ftp://api' }, 'http: or https:'],
    [{ upstream: 'https://me@api' }, 'upstream holds a user'],
    [{ speed: 0 }, 'speed is 0'],
  ] as const)('%o is refused where it was passed', async ([options, message]) => {
    await expect(startReplayServer(cassetteOf(), options as object)).rejects.toThrow(message)
  })

  test('closing ends what is open, and twice is once', async ({ replay }) => {
    const stuck = eventStream('data: 1\n\n', { duration: 3_600e9 })
    const server = await replay(cassetteOf(stuck), { speed: 'recorded' })
    const idle = new Wire(server.port)
    idle.send('GET /none HTTP/1.1', 'Host: localhost', '', '')
    await idle.until('NO_MATCH')
    const waiting = new Wire(server.port)
    waiting.send(...get('/v1'))
    while (server.counts.played === 0) await settled()

    const closing = server.close()
    await expect(closing).rejects.toMatchObject({ code: 'NO_MATCH' })
    await Promise.all([idle.ended(), waiting.ended()])

    expect(server.close()).toBe(closing)
    await expect(fetch(server.url)).rejects.toThrow('fetch failed')
  })

  test('with grace, answers that have begun are let out', async ({ replay }) => {
    const clock = new ManualClock()
    const late = eventStream('data: 1\n\n', { duration: 1_000e6 })
    const server = await replay(cassetteOf(late), { speed: 'recorded', clock, grace: 60_000 })
    const wire = new Wire(server.port)
    wire.send(...get('/v1'))
    await waits(clock)

    const closing = server.close()
    await clock.wind(1_000)
    await closing

    expect(await wire.ended()).toContain('data: 1')
  })
})

/** Waits until something waits for the clock. */
async function waits(clock: ManualClock): Promise<void> {
  while (clock.pending === 0) await settled()
}
