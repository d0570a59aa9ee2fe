import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import * as http2 from 'node:http2'
import * as https from 'node:https'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import type { TlsOptions } from '../../../src/surfaces/server.ts'
import { eventStream } from '../../support/interactions.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { sse, stream } from '../../support/loopback.ts'
import { ManualClock, settled } from '../../support/manual-clock.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test as base } from './servers.ts'
import { Wire, get } from './wire.ts'

const test = base.extend<{ readonly tls: TlsOptions }>({
  tls: async ({ folder, skip }, use) => {
    const key = join(folder, 'key.pem')
    const cert = join(folder, 'cert.pem')
    const made = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ${key} -out ${cert} -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1`
    const { error } = spawnSync('openssl', made.split(' '), { stdio: 'ignore' })
    if (error !== undefined) skip('there is no openssl to make a certificate with')
    await use({ key: readFileSync(key), cert: readFileSync(cert) })
  },
})

interface Answer {
  readonly head: http2.IncomingHttpHeaders
  readonly chunks: string[]
  readonly trailer: http2.IncomingHttpHeaders
}

/** Asks over a session of HTTP/2. Rejects where the stream is broken off. */
function ask(
  session: http2.ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders,
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = session.request(headers)
    let head: http2.IncomingHttpHeaders = {}
    let trailer: http2.IncomingHttpHeaders = {}
    const chunks: string[] = []
    request.once('response', (fields) => (head = fields))
    request.once('trailers', (fields) => (trailer = fields))
    request.on('data', (bytes: Buffer) => chunks.push(bytes.toString()))
    request.once('end', () => resolve({ head, chunks, trailer }))
    request.once('error', reject)
    request.end(body)
  })
}

const variants = ['cleartext', 'TLS'] as const

describe.each(variants)('HTTP/2 over %s', (variant) => {
  const connect = (url: string, tls: TlsOptions): http2.ClientHttp2Session =>
    http2.connect(url, { ca: Buffer.from(tls.cert) })
  const options = (tls: TlsOptions) => (variant === 'TLS' ? { tls } : {})

  test('a stream is played in its chunks, with its trailers', async ({ replay, tls }) => {
    const headers = headersOf([
      ['content-type', 'text/event-stream'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['x-a', '1'],
      ['x-a', '2'],
    ])
    const trailer = headersOf([['x-sum', '5']])
    const body = sse(5).join('')
    const { url } = await replay(
      cassetteOf(recorded('https://api.test/', { headers, body, trailer })),
      options(tls),
    )
    const session = connect(url, tls)

    const answer = await ask(session, { ':path': '/' })

    expect(answer.head).toMatchObject({
      ':status': 200,
      'set-cookie': ['a=1', 'b=2'],
      'x-a': '1, 2',
    })
    expect(answer.chunks.join('')).toBe(body)
    expect(answer.trailer).toMatchObject({ 'x-sum': '5' })
    session.close()
  })

  test('bodies are matched', async ({ replay, tls }) => {
    const asked = recorded(
      'https://api.test/',
      { body: 'yes' },
      { method: 'POST', body: '{"q":1}' },
    )
    const { url } = await replay(cassetteOf(asked), options(tls))
    const session = connect(url, tls)
    const post = { ':path': '/', ':method': 'POST' }

    expect((await ask(session, post, '{ "q": 1 }')).chunks).toEqual(['yes'])
    expect((await ask(session, post, '{"q":2}')).head[':status']).toBe(424)
    session.close()
  })

  test('HEAD, 204 and 304 have no body', async ({ replay, tls }) => {
    const { url } = await replay(
      cassetteOf(
        recorded('https://api.test/', { body: '' }, { method: 'HEAD' }),
        recorded('https://api.test/204', { body: '', code: 204, status: '204 No Content' }),
        recorded('https://api.test/304', { body: '', code: 304, status: '304 Not Modified' }),
      ),
      options(tls),
    )
    const session = connect(url, tls)

    expect((await ask(session, { ':path': '/', ':method': 'HEAD' })).head[':status']).toBe(200)
    expect((await ask(session, { ':path': '/204' })).head[':status']).toBe(204)
    expect((await ask(session, { ':path': '/304' })).head[':status']).toBe(304)
    session.close()
  })

  test('a recording that was cut off plays what came, then breaks the stream', async ({
    replay,
    tls,
  }) => {
    const { url } = await replay(
      cassetteOf(recorded('https://api.test/', { body: 'part', error: 'ECONNRESET' })),
      options(tls),
    )
    const session = connect(url, tls)
    const request = session.request({ ':path': '/' })
    let got = ''
    request.on('data', (bytes: Buffer) => (got += bytes.toString()))

    const code = await new Promise((resolve) => {
      request.once('error', () => {})
      request.once('close', () => resolve(request.rstCode))
    })

    expect(got).toBe('part')
    expect(code).toBe(http2.constants.NGHTTP2_INTERNAL_ERROR)
    session.close()
  })

  test('a client that goes away ends the playback, and the session goes on', async ({
    replay,
    tls,
  }) => {
    const clock = new ManualClock()
    const slow = eventStream('data: 1\n\n', { duration: 1_000e6 })
    const { url } = await replay(cassetteOf(slow), { ...options(tls), speed: 'recorded', clock })
    const session = connect(url, tls)
    const request = session.request({ ':path': '/v1' })
    request.once('error', () => {})
    while (clock.pending === 0) await settled()

    request.close(http2.constants.NGHTTP2_CANCEL)
    while (clock.pending > 0) await settled()

    const again = ask(session, { ':path': '/v1' })
    while (clock.pending === 0) await settled()
    await clock.wind(1_000)
    expect((await again).chunks).toEqual(['data: 1\n\n'])
    session.close()
  })

  test('a proxy records what comes over it', async ({ server, proxy, cassettePath, tls }) => {
    server.reply(stream(sse(3)))
    const running = await proxy({ upstream: server.url, cassette: cassettePath, ...options(tls) })
    const session = connect(running.url, tls)

    const answer = await ask(session, { ':path': '/', ':method': 'POST' }, '{"q":1}')
    session.close()
    await running.close()

    expect(answer.chunks.join('')).toBe(sse(3).join(''))
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.request).toMatchObject({ url: `${server.url}/`, body: '{"q":1}' })
    expect(first?.response.body).toBe(sse(3).join(''))
  })

  test('a name that was pointed here is not served', async ({ replay, tls }) => {
    const { url } = await replay(cassetteOf(recorded('https://api.test/')), options(tls))
    const session = connect(url, tls)

    const answer = await ask(session, { ':path': '/', ':authority': 'evil.test' })

    expect(answer.head[':status']).toBe(403)
    session.close()
  })

  test('closing ends the sessions', async ({ replay, tls }) => {
    const server = await replay(cassetteOf(recorded('https://api.test/')), options(tls))
    const session = connect(server.url, tls)
    session.once('error', () => {})
    await ask(session, { ':path': '/' })
    const closed = new Promise((resolve) => session.once('close', resolve))

    await server.close()
    await closed
  })
})

describe('HTTPS', () => {
  test('HTTP/1.1 is spoken to who wants it', async ({ replay, tls }) => {
    const { url } = await replay(cassetteOf(recorded('https://api.test/', { body: 'hi' })), { tls })

    const answer = await new Promise((resolve, reject) => {
      const request = https.get(url, { ca: Buffer.from(tls.cert), agent: false }, (response) => {
        response.setEncoding('utf8').once('data', (text) => resolve([response.httpVersion, text]))
      })
      request.once('error', reject)
    })

    expect(url).toMatch(/^https:/)
    expect(answer).toEqual(['1.1', 'hi'])
  })

  test('to a client that cannot tell a cut body from a whole one, it is cut all the same', async ({
    replay,
    tls,
  }) => {
    const cut = recorded('https://api.test/', { body: 'part', error: 'ECONNRESET' })
    const { url } = await replay(cassetteOf(cut), { tls })

    const failing = new Promise((resolve, reject) => {
      const request = https.get(url, { ca: Buffer.from(tls.cert), agent: false }, (response) => {
        response.resume().once('error', resolve).once('end', reject)
      })
      request.once('error', reject)
    })

    await expect(failing).resolves.toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('cleartext', () => {
  test('a beginning that comes byte by byte is understood', async ({ replay }) => {
    const { port } = await replay(
      cassetteOf(recorded('https://api.test/', { body: 'hi' }, { method: 'PUT' })),
    )
    const wire = new Wire(port)
    for (const byte of 'PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n') {
      wire.socket.write(byte)
      await settled()
    }

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 200 OK[^]*hi/)
  })

  test('what is neither protocol is refused, and the next one served', async ({ replay }) => {
    const { port } = await replay(cassetteOf(recorded('https://api.test/', { body: 'hi' })))
    for (const nonsense of [
      '\x16\x03\x01\x00\xa5\x01\r\n\r\n',
      'PRIVET * HTTP/2.0\r\n\r\n',
      '\r\n\r\n\r\nhello\r\n\r\n',
    ]) {
      const wire = new Wire(port)
      wire.send(nonsense)
      expect(await wire.ended()).not.toContain('200 OK')
    }
    const gone = new Wire(port)
    gone.socket.end()
    await gone.ended()

    const wire = new Wire(port)
    wire.send(...get('/'))
    expect(await wire.ended()).toContain('hi')
  })
})
