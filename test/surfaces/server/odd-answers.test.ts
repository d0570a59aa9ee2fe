import { once } from 'node:events'
import * as http2 from 'node:http2'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { cassetteOf, recorded } from './recorded.ts'
import { test as base } from './servers.ts'
import { Wire, get } from './wire.ts'

const test = base.extend<{ readonly upstream: (answer: string) => Promise<string> }>({
  // oxlint-disable-next-line no-empty-pattern
  upstream: async ({}, use) => {
    let said = ''
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(said, 'latin1'))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    await use(async (answer) => {
      said = answer
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    server.close()
  },
})

/** The status of the answer, behind those that only inform. */
async function overHttp1(port: number): Promise<number> {
  const wire = new Wire(port)
  wire.send(...get('/'))
  const lines = [...(await wire.ended()).matchAll(/^HTTP\/1\.1 (\d+) /gm)]
  return Number(lines.at(-1)?.[1])
}

async function overHttp2(
  port: number,
): Promise<{ readonly status: number; readonly body: string }> {
  const session = http2.connect(`http://127.0.0.1:${port}`)
  const request = session.request({ ':path': '/' })
  const [fields] = (await once(request, 'response')) as [http2.IncomingHttpHeaders]
  const body = await text(request)
  session.close()
  return { status: Number(fields[':status']), body }
}

const okay = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
const withStatus = (status: string): string => `HTTP/1.1 ${status}\r\nContent-Length: 2\r\n\r\nhi`

describe('an upstream that answers oddly harms nobody:', () => {
  test.for<[string, string, number, number]>([
    ['the status 0', withStatus('000 Zero'), 502, 502],
    ['the status 99', withStatus('099 Low'), 502, 502],
    ['the status 1000', withStatus('1000 High'), 502, 502],
    ['a status that HTTP/2 does not have', withStatus('999 Own'), 999, 502],
    ['101 that nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 502, 502],
    [
      'an upgrade that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n',
      502,
      502,
    ],
    ['204 with a body', withStatus('204 No Content'), 204, 204],
    ['205 with a body', withStatus('205 Reset Content'), 205, 205],
    ['early hints that are none', `HTTP/1.1 103 Early Hints\r\nLink: bad\r\n\r\n${okay}`, 200, 200],
    ['no HTTP', 'hello', 502, 502],
    ['nothing', '', 502, 502],
  ])('%s', async ([, said, one, two], { upstream, proxy, cassettePath }) => {
    const running = await proxy({ upstream: await upstream(said), cassette: cassettePath })

    expect(await overHttp1(running.port)).toBe(one)
    expect((await overHttp2(running.port)).status).toBe(two)
    expect(running.counts.failed).toBe([one, two].filter((status) => status === 502).length)
  })

  test('several early hints in one field reach the client', async ({
    upstream,
    proxy,
    cassettePath,
  }) => {
    const hints = '</a.css>; rel=preload, </b.js>; rel=preload; as=script'
    const said = `HTTP/1.1 103 Early Hints\r\nLink: ${hints}\r\n\r\n${okay}`
    const { port } = await proxy({ upstream: await upstream(said), cassette: cassettePath })
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).toContain(
      'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload, </b.js>; rel=preload; as=script\r\n\r\n',
    )
  })
})

describe('what no response can have is not played:', () => {
  test('a status of HTTP/1 over HTTP/2', async ({ replay }) => {
    const { port } = await replay(cassetteOf(recorded('http://a.test/', { code: 999, body: 'hi' })))

    expect(await overHttp1(port)).toBe(999)
    const { status, body } = await overHttp2(port)
    expect([status, JSON.parse(body).error.code]).toEqual([424, 'UNPLAYABLE'])
  })

  test.for(['instant', 'recorded'] as const)(
    'trailers that frame a body, or are no fields, at %s speed',
    async (speed, { replay }) => {
      const trailer = headersOf([
        ['x sum', '1'],
        ['content-length', '9'],
        ['x-sum', '2'],
      ])
      const { port } = await replay(
        cassetteOf(recorded('http://a.test/', { body: 'hi', trailer })),
        {
          speed,
        },
      )
      const wire = new Wire(port)
      wire.send(...get('/'))

      expect(await wire.ended()).toMatch(/\r\n2\r\nhi\r\n0\r\nX-Sum: 2\r\n\r\n$/)
      expect(await overHttp2(port)).toEqual({ status: 200, body: 'hi' })
    },
  )

  test('the length of a 204', async ({ replay }) => {
    const headers = headersOf([['content-length', '2']])
    const { port } = await replay(
      cassetteOf(recorded('http://a.test/', { code: 204, body: 'hi', headers })),
    )
    const wire = new Wire(port)
    wire.send(...get('/'))

    expect(await wire.ended()).not.toContain('Content-Length')
    expect(await overHttp2(port)).toEqual({ status: 204, body: '' })
  })
})
