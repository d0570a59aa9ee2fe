import { execFile } from 'node:child_process'
import { type IncomingMessage, createServer } from 'node:http'
import * as https from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { loadCassette } from '../../support/load-cassette.ts'
import { authority } from '../../support/secure.ts'
import { test as base } from './servers.ts'
import { Wire } from './wire.ts'

const run = promisify(execFile)

interface Upstream {
  readonly url: string
  readonly port: number
  /** The heads of requests for another protocol, as they came. */
  readonly asked: IncomingMessage[]
  /** The connections of those that were agreed to. */
  readonly joined: Socket[]
}

interface Upstreams {
  readonly plain: Upstream
  readonly secure: Upstream
}

/** Agrees to another protocol, in which it says everything back; not at /no. */
async function listen(
  server: Server,
  protocol: string,
  use: (upstream: Upstream) => Promise<void>,
) {
  const asked: IncomingMessage[] = []
  const joined: Socket[] = []
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(request)
    if (request.url === '/no') return socket.end('HTTP/1.1 426 No\r\nContent-Length: 2\r\n\r\nno')
    joined.push(socket)
    socket.on('error', () => {})
    socket.write('HTTP/1.1 101 Yes Please\r\nupGrade: echo\r\nConnection: Upgrade\r\n\r\nhello ')
    socket.write(head)
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await use({ url: `${protocol}://127.0.0.1:${port}`, port, asked, joined })
  for (const socket of joined) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}

const ok = (_request: IncomingMessage, response: { end(text: string): void }) => response.end('ok')

/** vitest's test with servers that speak another protocol, too. */
const test = base.extend<Upstreams>({
  // oxlint-disable-next-line no-empty-pattern
  plain: async ({}, use) => listen(createServer(ok), 'http', use),
  // oxlint-disable-next-line no-empty-pattern
  secure: async ({}, use) => {
    const { cert, key } = await authority.leafFor('127.0.0.1')
    await listen(https.createServer({ cert: String(cert), key: String(key) }, ok), 'https', use)
  },
})

const offer = ['Connection: keep-alive, Upgrade', 'Upgrade: echo', 'Sec-Echo: 1']
const asking = (target: string, ...fields: readonly string[]): string[] => [
  `GET ${target} HTTP/1.1`,
  'Host: elsewhere',
  ...fields,
  '',
  '',
]

describe('another protocol is passed through, and counted', () => {
  test('by a reverse proxy', async ({ plain, proxy, cassettePath }) => {
    const running = await proxy({ upstream: `${plain.url}/base`, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...asking('/a', ...offer).map((line) => line.replace('elsewhere', 'localhost')))
    wire.send('early ')
    await wire.until('early ')
    wire.send('late')
    await wire.until('late')

    expect(wire.text).toBe(
      'HTTP/1.1 101 Yes Please\r\nupGrade: echo\r\nConnection: Upgrade\r\n\r\nhello early late',
    )
    expect(plain.asked[0]?.url).toBe('/base/a')
    expect(plain.asked[0]?.headers).toMatchObject({
      upgrade: 'echo',
      connection: 'Upgrade',
      'sec-echo': '1',
      host: `127.0.0.1:${plain.port}`,
    })
    expect(running.counts).toMatchObject({ passedThrough: 1, recorded: 0 })
    wire.socket.destroy()
  })

  test('by a forward proxy', async ({ plain, proxy, cassettePath }) => {
    const running = await proxy({ cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...asking(`${plain.url}/a`, ...offer), 'said')
    await wire.until('said')

    expect(running.counts).toMatchObject({ passedThrough: 1 })
    wire.socket.destroy()
  })

  test('inside a tunnel', async ({ plain, proxy, cassettePath }) => {
    const running = await proxy({ cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(`CONNECT 127.0.0.1:${plain.port} HTTP/1.1`, '', '')
    await wire.until('Established')
    wire.send(...asking('/a', ...offer), 'said')
    await wire.until('said')

    expect(running.counts).toMatchObject({ passedThrough: 1 })
    wire.socket.destroy()
  })

  test('inside TLS, where an ordinary request beside it is recorded', async ({
    secure,
    proxy,
    cassettePath,
  }) => {
    const running = await proxy({ cassette: cassettePath, insecure: true })
    const through = async (): Promise<Wire> => {
      const wire = new Wire(running.port)
      wire.send(`CONNECT 127.0.0.1:${secure.port} HTTP/1.1`, '', '')
      await wire.until('Established')
      wire.socket.removeAllListeners('data').setEncoding()
      return new Wire(connectTls({ socket: wire.socket, rejectUnauthorized: false }))
    }
    const wire = await through()
    wire.send(...asking('/a', ...offer), 'said')
    await wire.until('said')
    const other = await through()
    other.send(...asking('/b', 'Connection: close'))
    await other.ended()
    wire.socket.destroy()
    await running.close()

    expect(running.counts).toMatchObject({ passedThrough: 1, recorded: 1 })
    expect(loadCassette(cassettePath).interactions.map(({ request }) => request.url)).toEqual([
      `${secure.url}/b`,
    ])
  })
})

test('a service that declines is heard', async ({ plain, proxy, cassettePath }) => {
  const running = await proxy({ upstream: plain.url, cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(...asking('/no', ...offer).map((line) => line.replace('elsewhere', 'localhost')))

  expect(await wire.ended()).toMatch(/^HTTP\/1\.1 426 No\r\n[^]*\r\n\r\nno$/)
})

test('a service that is not there is told of', async ({ proxy, cassettePath }) => {
  const running = await proxy({ cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(...asking('http://127.0.0.1:1/', ...offer))

  expect(await wire.ended()).toMatch(/^HTTP\/1\.1 502 [^]*ECONNREFUSED/)
})

test.for(['client', 'service'] as const)(
  'when the %s leaves, so does the other',
  async (who, { plain, proxy, cassettePath }) => {
    const running = await proxy({ upstream: plain.url, cassette: cassettePath })
    const wire = new Wire(running.port)
    wire.send(...asking('/a', ...offer).map((line) => line.replace('elsewhere', 'localhost')))
    await wire.until('hello')
    const [service] = plain.joined
    const gone = new Promise((resolve) => service?.once('close', resolve))
    if (who === 'client') wire.socket.destroy()
    else service?.destroy()

    await Promise.all([gone, wire.ended()])
  },
)

test('the end of the recording ends it', async ({ plain, proxy, cassettePath }) => {
  const running = await proxy({ upstream: plain.url, cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(...asking('/a', ...offer).map((line) => line.replace('elsewhere', 'localhost')))
  await wire.until('hello')

  await running.close()
  await wire.ended()
})

test('an offer of HTTP/2 is left, and the request recorded', async ({
  plain,
  proxy,
  cassettePath,
}) => {
  const running = await proxy({ cassette: cassettePath })
  const args = ['-q', '-sS', '--http2', '--proxy', running.url, `${plain.url}/a`, `${plain.url}/b`]

  const { stdout } = await run('curl', args, { env: { PATH: process.env['PATH'] } })
  await running.close()

  expect(stdout).toBe('okok')
  const { interactions } = loadCassette(cassettePath)
  expect(interactions.map(({ request }) => request.url)).toEqual([
    `${plain.url}/a`,
    `${plain.url}/b`,
  ])
})

test('a request with a body is recorded, whatever it offers', async ({
  server,
  proxy,
  cassettePath,
}) => {
  const running = await proxy({ cassette: cassettePath })
  const wire = new Wire(running.port)
  wire.send(
    `POST ${server.url}/a HTTP/1.1`,
    'Host: elsewhere',
    'Content-Length: 4',
    'Connection: Upgrade, close',
    'Upgrade: echo',
    '',
    'body',
  )
  await wire.ended()
  await running.close()

  const [only] = loadCassette(cassettePath).interactions
  expect(only?.request.body).toBe('body')
})

test('in replay it is a miss', async ({ plain, proxy, cassettePath }) => {
  const first = await proxy({ cassette: cassettePath })
  new Wire(first.port).send(...asking(`${plain.url}/a`, 'Connection: close'))
  while (first.counts.recorded === 0) await new Promise(setImmediate)
  await first.close()
  const second = await proxy({ cassette: cassettePath, mode: 'replay' })
  const wire = new Wire(second.port)
  wire.send(...asking(`${plain.url}/b`, ...offer))
  await wire.until('NO_MATCH')

  expect(plain.asked).toEqual([])
  wire.socket.destroy()
})
