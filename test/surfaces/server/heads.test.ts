import { once } from 'node:events'
import * as http from 'node:http'
import * as http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { http2Fields } from '../../../src/surfaces/http2-fields.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test } from './servers.ts'
import { Wire, get } from './wire.ts'

/** The raw fields of an answer over HTTP/2, and its body. */
async function ask(
  url: string,
  fields: http2.OutgoingHttpHeaders = {},
): Promise<[string[], string]> {
  const session = http2.connect(url)
  const request = session.request({ ':path': '/', ...fields })
  const [, , raw] = (await once(request, 'response')) as [unknown, number, string[]]
  const body = await text(request)
  session.close()
  return [raw, body]
}

describe('over HTTP/2', () => {
  test('fields that came several times are several fields', async ({ replay }) => {
    const headers = headersOf([
      ['link', '<a>'],
      ['link', '<b>, <c>'],
    ])
    const { url } = await replay(cassetteOf(recorded('http://a.test/', { headers })))

    const [raw] = await ask(url)

    expect(raw.filter((_, at) => raw[at - 1] === 'link')).toEqual(['<a>', '<b>, <c>'])
  })

  test('whatever field comes twice, Node sends it', async ({ replay }) => {
    const { HTTP2_HEADER_STATUS: _, ...constants } = http2.constants
    const names = Object.entries(constants)
      .filter(([key, name]) => key.startsWith('HTTP2_HEADER_') && !String(name).startsWith(':'))
      .map(([, name]) => String(name))
      // What frames the answer.
      .filter((name) => name !== 'content-length')
    const headers = headersOf(names.flatMap((name) => [name, name].map((one) => [one, 'v'])))
    const { url } = await replay(cassetteOf(recorded('http://a.test/', { headers, body: 'hi' })))

    const [raw, body] = await ask(url)

    expect(body).toBe('hi')
    expect(raw.filter((name) => name === 'vary')).toHaveLength(2)
    expect(raw.filter((name) => name === 'etag')).toHaveLength(1)
    expect(http2Fields(['Etag', 'a', 'ETag', 'b'])).toEqual({ etag: 'a, b' })
  })

  test('a cookie that comes in crumbs is one field to the service', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    server.reply(({ rawHeaders }, response) => void response.end(JSON.stringify(rawHeaders)))
    const { url } = await proxy({ upstream: server.url, cassette: cassettePath })

    const [, body] = await ask(url, { cookie: ['a=1', 'b=2'], 'x-a': ['1', '2'] })

    const raw = JSON.parse(body) as string[]
    const valuesOf = (name: string): string[] =>
      raw.filter((_, at) => raw[at - 1]?.toLowerCase() === name)
    expect(valuesOf('cookie')).toEqual(['a=1; b=2'])
    expect(valuesOf('x-a')).toEqual(['1', '2'])
  })

  test.for(['100-continue', '100-Continue'])(
    'a client that expects %s is answered',
    async (expected, { server, proxy, cassettePath }) => {
      server.reply((request, response) => {
        request.resume().once('end', () => response.end(request.headers.expect ?? 'nothing'))
      })
      const running = await proxy({ upstream: server.url, cassette: cassettePath })
      const session = http2.connect(running.url)
      const post = { ':method': 'POST', ':path': '/', expect: expected }
      const request = session.request(post)
      await once(request, 'continue')
      request.end('body')

      expect(await text(request)).toBe(expected)
      session.close()
    },
  )

  test('a request may have more than a hundred fields', async ({ replay }) => {
    const { url } = await replay(cassetteOf(recorded('http://a.test/', { body: 'hi' })))
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, nth) => [`x-${nth}`, 'v']))

    expect((await ask(url, many))[1]).toBe('hi')
  })
})

test('heads of 50 KB go both ways through a proxy', async ({ proxy, cassettePath }) => {
  const large = 'x'.repeat(50_000)
  const upstream = http.createServer({ maxHeaderSize: 100_000 }, ({ headers }, response) => {
    response.setHeader('x-large', large)
    response.end(String(headers['x-large']?.length))
  })
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  const there = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`
  const running = await proxy({ upstream: there, cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(...get('/', `X-Large: ${large}`))

  const answer = await wire.ended()

  expect(answer).toContain(large)
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*50000\s*(?:0\s*)?$/)
  await running.close()
  upstream.close()
})

describe('what Node cannot read is answered, and told of once:', () => {
  test.for([
    ['no URL', 'GET /\u0001 HTTP/1.1', 400, 'HPE_INVALID_URL', 'percent-encoded'],
    ['in small letters', 'patch / HTTP/1.1', 400, 'HPE_INVALID_METHOD', 'in capitals'],
    [
      'too large',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(70_000)}`,
      431,
      'HPE_HEADER_OVERFLOW',
      '64 KiB',
    ],
    [
      'a field that is none',
      'GET / HTTP/1.1\r\nX\u0001: z',
      400,
      'HPE_INVALID_HEADER_TOKEN',
      'Invalid header',
    ],
  ] as const)('%s', async ([, line, status, code, why], { server, proxy, cassettePath }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const { port } = await proxy({ upstream: server.url, cassette: cassettePath, onWarning })

    const send = async (): Promise<string> => {
      const wire = new Wire(port)
      wire.socket.write(Buffer.from(`${line}\r\nHost: localhost\r\n\r\n`, 'latin1'))
      return await wire.ended()
    }
    const answer = await send()
    await send()

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    const { error } = JSON.parse(answer.slice(answer.indexOf('{')))
    expect(error).toMatchObject({ type: 'wiretape_error', code })
    expect(error.message).toContain(why)
    expect(warnings).toEqual([error.message])
  })

  test('inside a tunnel it is told for whom it was, and how to let it pass', async ({
    proxy,
    cassettePath,
  }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const { port } = await proxy({ cassette: cassettePath, onWarning })
    const wire = new Wire(port)
    wire.send('CONNECT a.test:22 HTTP/1.1', 'Host: a.test:22', '', 'SSH-2.0-OpenSSH_9.2', '')

    expect(await wire.ended()).toContain('HTTP/1.1 400 Bad Request')
    expect(warnings).toEqual([expect.stringMatching(/to a\.test could not be read/)])
    expect(warnings[0]).toContain('--ignore-host a.test')
  })

  test('behind an answer that has begun nothing is written of it', async ({
    server,
    proxy,
    cassettePath,
  }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    server.reply((_, response) => void response.writeHead(200).write('begun'))
    const { port } = await proxy({ upstream: server.url, cassette: cassettePath, onWarning })
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', 'Host: localhost', '', '')
    await wire.until('begun')
    wire.send('\u0001', '')

    expect(await wire.ended()).not.toContain('HTTP/1.1 400')
    expect(warnings).toHaveLength(1)
  })

  test('a client that asks on after its Connection: close is not told of', async ({ replay }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const { port } = await replay(cassetteOf(recorded('http://a.test/')), { onWarning })
    const wire = new Wire(port)
    const asked = ['GET / HTTP/1.1', 'Host: a.test', 'Connection: close', '', '']
    wire.send(...asked.slice(0, -1), ...asked)
    await wire.ended()

    expect(warnings).toEqual([])
  })

  test('a client that leaves in the middle of one is not told of', async ({ replay }) => {
    const warnings: string[] = []
    const onWarning = (message: string): void => void warnings.push(message)
    const { port } = await replay(cassetteOf(recorded('http://a.test/')), { onWarning })
    const wire = new Wire(port)
    wire.send('GET / HTTP/1.1', 'X-')
    wire.socket.end()
    await wire.ended()

    expect(warnings).toEqual([])
  })
})
