// vitest reads from the parameters what a fixture depends on: it has to be a pattern, if an empty one.
/* oxlint-disable no-empty-pattern */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import * as http2 from 'node:http2'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { partialOf } from '../../../src/engine/journal.ts'
import { startRecordingProxy } from '../../../src/surfaces/server.ts'
import { loadCassette } from '../../support/load-cassette.ts'
import { sse, stream } from '../../support/loopback.ts'
import { settled } from '../../support/manual-clock.ts'
import { test as base } from './servers.ts'
import { Wire, get } from './wire.ts'

interface RawUpstream {
  readonly url: string
  readonly port: number
  /** What it was sent, connection by connection. */
  readonly sent: string[]
  /** Answers each piece of a request that arrives. */
  answer(answer: (socket: Socket, text: string) => void): void
}

const test = base.extend<{ readonly raw: RawUpstream }>({
  raw: async ({}, use) => {
    const sockets = new Set<Socket>()
    const sent: string[] = []
    let answer: (socket: Socket, text: string) => void = () => {}
    const server = createServer((socket) => {
      const index = sent.push('') - 1
      sockets.add(socket)
      socket.setEncoding('latin1').on('error', () => {})
      socket.on('data', (text: string) => {
        sent[index] += text
        answer(socket, text)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    await use({ url, port, sent, answer: (how) => (answer = how) })
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  },
})

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

describe('an answer that overtakes its request', () => {
  const head = ['POST /up HTTP/1.1', 'Host: localhost', 'Content-Length: 10', '', '']

  test('is kept with the whole of it, which goes on to the upstream', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket, text) => void (text.includes('POST') && socket.write(ok)))
    const running = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...head)
    wire.send('first')
    await wire.until(/ok$/)
    wire.send(' last')
    while (!raw.sent[0]?.endsWith('first last')) await settled()
    await running.close()

    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request).toMatchObject({ body: 'first last', contentLength: 10 })
    expect(only?.response).toMatchObject({ body: 'ok' })
  })

  test('whose client then leaves is kept without what came, which would match no other', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.write(ok))
    const running = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...head)
    wire.send('first')
    await wire.until(/ok$/)
    wire.socket.destroy()
    while (running.counts.recorded === 0) await settled()
    await running.close()

    const [only] = loadCassette(cassettePath).interactions
    expect(only?.request).toMatchObject({ body: '', contentLength: expect.any(Number) })
    expect(only?.request.contentLength).toBeGreaterThan(0)
    expect(only?.response.error).toBeUndefined()
  })
})

describe('what goes to the upstream', () => {
  test('fields go out in their case and order, those of the connection do not', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.write(ok))
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    wire.send(
      'GET /a?b=%7e HTTP/1.1',
      'Host: localhost',
      'X-Dup: 1',
      'x-dup: 2',
      'aCCept: */*',
      'Connection: close, X-Hop',
      'X-Hop: 1',
      'Keep-Alive: 5',
      'TE: trailers',
      'Proxy-Authorization: Basic eA==',
      'x-wiretape-session: s',
      '',
      '',
    )
    await wire.ended()

    expect(raw.sent).toEqual([
      `GET /a?b=%7e HTTP/1.1\r\nHost: 127.0.0.1:${raw.port}\r\nX-Dup: 1\r\nx-dup: 2\r\n` +
        'aCCept: */*\r\nConnection: keep-alive\r\n\r\n',
    ])
  })

  test('the path of the upstream stands before that of requests, and is recorded', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ upstream: `${server.url}/api/`, cassette: cassettePath })

    await (await fetch(`${running.url}/v1/a?b=1`)).text()
    await running.close()

    expect(server.seen[0]?.url).toBe('/api/v1/a?b=1')
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.request).toMatchObject({
      url: `${server.url}/api/v1/a?b=1`,
      host: new URL(server.url).host,
    })
  })

  test.for([
    ['a length', ['Content-Length: 3', '', 'abc'], 'Content-Length: 3'],
    [
      'chunks',
      ['Transfer-Encoding: chunked', '', '3\r\nabc\r\n0\r\n\r\n'],
      'Transfer-Encoding: chunked',
    ],
    ['no body', ['', ''], 'Content-Length: 0'],
  ] as const)(
    'a body with %s keeps its framing',
    async ([, lines, framing], { raw, proxy, cassettePath }) => {
      raw.answer((socket, text) => {
        if (/abc|Content-Length: 0/.test(text)) socket.write(ok)
      })
      const running = await proxy({ upstream: raw.url, cassette: cassettePath })
      const wire = new Wire(running.port)
      wire.send('POST / HTTP/1.1', 'Host: localhost', 'Connection: close', ...lines)
      await wire.ended()
      await running.close()

      expect(raw.sent[0]).toContain(`\r\n${framing}\r\n`)
      const [first] = loadCassette(cassettePath).interactions
      expect(first?.request.body).toBe(framing.endsWith('0') ? '' : 'abc')
      expect(first?.request.transferEncoding).toEqual(
        framing.includes('chunked') ? ['chunked'] : [],
      )
    },
  )

  test('a client that waits for leave to send its body gets that of the upstream', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket, text) => {
      if (text.includes('Expect')) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      if (text.includes('abc')) socket.write(ok)
    })
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    const lines = ['Connection: close', 'Expect: 100-continue', 'Content-Length: 3', '', '']
    wire.send('POST / HTTP/1.1', 'Host: localhost', ...lines)
    await wire.until('100 Continue')
    expect(raw.sent[0]).not.toContain('abc')
    wire.send('abc')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/)
  })

  test('an upstream that answers without the body is not sent one', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'))
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    wire.send(
      'POST / HTTP/1.1',
      'Host: localhost',
      'Expect: 100-continue',
      'Content-Length: 3',
      '',
      '',
    )

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*Connection: close/)
  })

  test('in a mode that matches, a body that is too large passes on unmatched', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    server.reply((request, response) => {
      request.resume().on('end', () => response.end('ok'))
    })
    const running = await proxy({
      upstream: server.url,
      cassette: cassettePath,
      mode: 'new-episodes',
      maxBodyBytes: 1_000,
    })
    const body = 'x'.repeat(100_000)

    const response = await fetch(running.url, { method: 'POST', body })
    expect(await response.text()).toBe('ok')
    await running.close()

    expect((await server.seen[0]?.body)?.length).toBe(body.length)
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.request.body).toBe('')
  })

  test('a client that does not wait holds its upload back to what the upstream takes', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.pause())
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const mebibyte = Buffer.alloc(1_048_576)
    const upload = httpRequest({ port, method: 'POST' })
    upload.on('error', () => {})
    let written = 0
    const fill = (): void => {
      while (written < 64 && upload.write(mebibyte)) written += 1
      upload.once('drain', fill)
    }
    fill()
    for (let before = -1, quiet = 0; quiet < 100; quiet = before === written ? quiet + 1 : 0) {
      before = written
      await settled()
    }

    expect(written).toBeLessThan(32)
    upload.destroy()
  })
})

describe('what comes back', () => {
  test('bytes, fields and trailers are the upstream’s, those of the connection are ours', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => {
      socket.write(
        'HTTP/1.1 207 Many Things\r\nX-a: 1\r\nx-A: 2\r\nDATE: then\r\nTrailer: X-Sum\r\n' +
          'Connection: keep-alive, x-hop\r\nX-Hop: 1\r\nTransfer-Encoding: chunked\r\n\r\n' +
          '3\r\none\r\n3\r\ntwo\r\n0\r\nX-Sum: 6\r\n\r\n',
      )
    })
    const running = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...get('/'))

    expect(await wire.ended()).toBe(
      'HTTP/1.1 207 Many Things\r\nX-a: 1\r\nx-A: 2\r\nDATE: then\r\nTrailer: X-Sum\r\n' +
        'Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n' +
        '3\r\none\r\n3\r\ntwo\r\n0\r\nX-Sum: 6\r\n\r\n',
    )
    await running.close()
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.response).toMatchObject({
      status: '207 Many Things',
      body: 'onetwo',
      trailer: { 'X-Sum': ['6'] },
      transferEncoding: ['chunked'],
    })
  })

  test.for([
    ['that were announced', 'Trailer: X-Sum\r\n', {}],
    ['that a client of HTTP/2 asks for', '', { te: 'trailers' }],
  ] as const)(
    'trailers %s reach a client of HTTP/2',
    async ([, announced, asked], { raw, proxy, cassettePath }) => {
      raw.answer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\n${announced}Transfer-Encoding: chunked\r\n\r\n`)
        socket.write('3\r\none\r\n0\r\nX-Sum: 3\r\n\r\n')
      })
      const running = await proxy({ upstream: raw.url, cassette: cassettePath })
      const session = http2.connect(running.url)
      const request = session.request(asked).resume()
      const [trailers] = (await once(request, 'trailers')) as [http2.IncomingHttpHeaders]
      session.close()

      expect(trailers['x-sum']).toBe('3')
    },
  )

  test('early hints are passed on', async ({ raw, proxy, cassettePath }) => {
    raw.answer((socket) => {
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n${ok}`)
    })
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK/,
    )
  })

  test('a coded body reaches the client as it is, and is kept decoded with its times', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const coded = gzipSync('hello '.repeat(1_000))
    server.reply((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': coded.length })
      response.end(coded)
    })
    const running = await proxy({ upstream: server.url, cassette: cassettePath })

    const response = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(running.url, { agent: false }, resolve).end()
    })
    const pieces: Buffer[] = []
    for await (const piece of response) pieces.push(piece as Buffer)
    await running.close()

    expect(Buffer.concat(pieces)).toEqual(coded)
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.response).toMatchObject({ uncompressed: true, body: 'hello '.repeat(1_000) })
  })

  test('the interaction is on disk when the client sees the end', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    server.reply(stream(sse(3)))
    const { url } = await proxy({ upstream: server.url, cassette: cassettePath })

    await (await fetch(url)).text()

    expect(loadCassette(partialOf(cassettePath)).interactions).toHaveLength(1)
    expect(existsSync(cassettePath)).toBe(false)
  })

  test('ten requests of one client take one connection to the upstream', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.write(ok))
    const { url } = await proxy({ upstream: raw.url, cassette: cassettePath })

    for (let count = 0; count < 10; count++) await (await fetch(url)).text()

    expect(raw.sent).toHaveLength(1)
  })
})

describe('when something breaks', () => {
  test('a client that goes away is felt by the upstream, and what it saw is kept', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const gone = new Promise<void>((resolve) => {
      server.reply((request, response) => {
        request.socket.once('close', () => resolve())
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write('data: 1\n\n')
      })
    })
    const running = await proxy({ upstream: server.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...get('/'))
    await wire.until('data: 1')
    wire.socket.destroy()
    await gone
    await running.close()

    const [first] = loadCassette(cassettePath).interactions
    expect(first?.response).toMatchObject({ body: 'data: 1\n\n', error: 'ABORT_ERR' })
  })

  test('an upstream that breaks off in mid-body does so to the client, and in the cassette', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => {
      const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
      socket.write(`${head}4\r\npart\r\n`, () => socket.destroy())
    })
    const running = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...get('/'))

    expect(await wire.ended()).toMatch(/\r\n\r\n4\r\npart\r\n$/)
    await running.close()
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.response).toMatchObject({ body: 'part', error: 'UND_ERR_SOCKET' })
  })

  test.for([
    ['of a length', 'Content-Length: 8', 'part'],
    ['in chunks', 'Transfer-Encoding: chunked', '4\r\npart\r\n'],
    ['that its end ends', 'Content-Type: text/plain', 'part'],
  ])(
    'a body %s whose upstream is reset does not end in good order, live or played',
    async ([, field, body], { raw, proxy, cassettePath }) => {
      let upstream: Socket | undefined
      raw.answer((socket) => {
        upstream = socket
        socket.write(`HTTP/1.1 200 OK\r\n${field}\r\n\r\n${body}`)
      })
      const running = await proxy({ upstream: raw.url, cassette: cassettePath })
      const wire = new Wire(running.port)
      wire.send(...get('/'))
      await wire.until('part')
      upstream?.resetAndDestroy()
      const live = await wire.ended()
      await running.close()

      const again = await proxy({ upstream: raw.url, cassette: cassettePath, mode: 'replay' })
      const player = new Wire(again.port)
      player.send(...get('/'))
      const played = await player.ended()

      expect(live).toMatch(/part(\r\n)?$/)
      expect(played).toMatch(/part(\r\n)?$/)
      const [first] = loadCassette(cassettePath).interactions
      expect(first?.response).toMatchObject({ body: 'part', error: 'ECONNRESET' })
      expect(raw.sent).toHaveLength(1)
    },
  )

  test('an upstream that speaks nonsense is told, and nothing is kept', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    raw.answer((socket) => socket.write('nonsense\r\n\r\n'))
    const running = await proxy({ upstream: raw.url, cassette: cassettePath })

    const response = await fetch(running.url)

    expect(response.status).toBe(502)
    expect(await response.text()).toContain(raw.url)
    expect(running.counts).toMatchObject({ failed: 1, recorded: 0 })
  })

  test('an upstream that refuses the connection is named', async ({ proxy, cassettePath }) => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const upstream = `http://127.0.0.1:${port}`
    const running = await proxy({ upstream, cassette: cassettePath })

    const response = await fetch(running.url, { headers: { accept: 'text/plain' } })

    expect(response.status).toBe(502)
    expect(await response.text()).toBe(
      `No response from the upstream ${upstream}: connect ECONNREFUSED 127.0.0.1:${port}.\n` +
        'Nothing listens there: start it, or check --upstream.\n',
    )
    await running.close()
    expect(running.counts).toMatchObject({ failed: 1, recorded: 0 })
    expect(existsSync(cassettePath)).toBe(false)
  })

  test('a connection that the upstream had closed costs no request', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    let isFirst = true
    raw.answer((socket) => {
      if (!isFirst && raw.sent.length === 1) return void socket.destroy()
      isFirst = false
      socket.write(ok)
    })
    const { url } = await proxy({ upstream: raw.url, cassette: cassettePath })
    await (await fetch(url)).text()

    const response = await fetch(url, { method: 'POST', body: 'again' })

    expect(await response.text()).toBe('ok')
    expect(raw.sent).toHaveLength(2)
    expect(raw.sent[1]).toMatch(/again$/)
  })

  test('what is under way when it closes is waited for', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    server.reply(stream(sse(10), { everyMs: 10 }))
    const running = await proxy({ upstream: server.url, cassette: cassettePath })
    const response = await fetch(running.url)

    const closing = running.close()

    expect(await response.text()).toBe(sse(10).join(''))
    await closing
    const [first] = loadCassette(cassettePath).interactions
    expect(first?.response.body).toBe(sse(10).join(''))
    expect(first?.response.error).toBeUndefined()
  })

  test('where it cannot listen, the cassette is free again', async ({
    raw,
    cassettePath,
    proxy,
  }) => {
    const options = { upstream: raw.url, cassette: cassettePath, env: {} }

    await expect(startRecordingProxy({ ...options, port: raw.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
    })
    await expect(proxy(options)).resolves.toMatchObject({ counts: { recorded: 0 } })
  })
})

describe('the modes', () => {
  test('once: what was recorded is replayed by the next proxy, without the upstream', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const options = { upstream: server.url, cassette: cassettePath }
    const first = await proxy(options)
    await (await fetch(`${first.url}/a`)).text()
    await first.close()
    await server.stop()

    const second = await proxy(options)

    expect(await (await fetch(`${second.url}/a`)).text()).toBe('ok')
    expect((await fetch(`${second.url}/b`)).status).toBe(424)
  })

  test('new-episodes: what is there is replayed, the rest is added', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const options = { upstream: server.url, cassette: cassettePath, mode: 'new-episodes' }
    for (const paths of [['/a'], ['/a', '/b']]) {
      const running = await proxy(options)
      for (const path of paths) await (await fetch(running.url + path)).text()
      await running.close()
    }

    expect(server.seen.map(({ url }) => url)).toEqual(['/a', '/b'])
    expect(loadCassette(cassettePath).interactions).toHaveLength(2)
  })

  test('passthrough: nothing is kept', async ({ server, proxy, cassettePath }) => {
    const running = await proxy({
      upstream: server.url,
      cassette: cassettePath,
      mode: 'passthrough',
    })

    expect(await (await fetch(running.url)).text()).toBe('ok')
    await running.close()

    expect(running.counts).toMatchObject({ passedThrough: 1, recorded: 0 })
    expect(existsSync(cassettePath)).toBe(false)
  })
})

describe('who is served', () => {
  test('a client that takes it for a proxy to elsewhere is told', async ({
    raw,
    proxy,
    cassettePath,
  }) => {
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    wire.send(
      'GET http://elsewhere.test/ HTTP/1.1',
      'Host: elsewhere.test',
      'Connection: close',
      '',
      '',
    )

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 421 [^]*NOT_A_FORWARD_PROXY/)
    expect(raw.sent).toEqual([])
  })

  test('a page that had its name pointed here is not', async ({ raw, proxy, cassettePath }) => {
    const { port } = await proxy({ upstream: raw.url, cassette: cassettePath })
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', 'Host: evil.test', 'Connection: close', '', '')

    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 403 /)
    expect(raw.sent).toEqual([])
  })
})
