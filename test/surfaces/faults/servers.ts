import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { once } from 'node:events'
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net'
import { authority } from '../../support/secure.ts'
import {
  type Answer,
  afterWriting,
  bodies,
  chunkedHead,
  cut,
  event,
  eventChunk,
  heads,
  later,
  reset,
  stall,
} from './answers.ts'
import { type Certificate, expired, selfSigned } from './certificates.ts'

/** A server that does something wrong, and what it saw of its clients. */
export interface FaultyServer {
  readonly url: string
  readonly seen: { requests: number }
  stop(): Promise<void>
}

/** Something that goes wrong between a client and a server. */
export interface Fault {
  readonly name: string
  /** Where in an exchange: only what fails in the middle of a body is kept. */
  readonly at: 'connect' | 'head' | 'body'
  start(): Promise<FaultyServer>
}

/** Servers that never go on: for clients that do not wait for ever. */
export const stalls: readonly Fault[] = [
  { name: 'a server that never answers', at: 'head', start: () => speaking(stall) },
  {
    name: 'a server that never ends its body',
    at: 'body',
    start: () => speaking(afterWriting(`${chunkedHead}\r\n${eventChunk}`, stall)),
  },
  { name: 'a server that never greets', at: 'connect', start: () => silentTls() },
]

/** All that goes wrong, whatever its client does. */
export const faults: readonly Fault[] = [
  { name: 'a connection that is refused', at: 'connect', start: () => nobody('127.0.0.1') },
  { name: 'a host that no address takes', at: 'connect', start: () => nobody('localhost') },
  {
    name: 'a host that has no address',
    at: 'connect',
    start: async () => serverless('http://nowhere.invalid/'),
  },
  {
    name: 'a host of TLS that has no address',
    at: 'connect',
    start: async () => serverless('https://nowhere.invalid/'),
  },
  { name: 'a certificate that signs itself', at: 'connect', start: () => secure(selfSigned) },
  { name: 'a certificate of nobody known', at: 'connect', start: () => secure(strange) },
  { name: 'a certificate that has expired', at: 'connect', start: () => secure(expired) },
  {
    name: 'a certificate of another host',
    at: 'connect',
    start: () => secure(() => authority.leafFor('other.example')),
  },
  {
    name: 'a version of TLS that is too old',
    at: 'connect',
    start: () =>
      secure(async () => ({
        ...(await authority.leafFor('127.0.0.1')),
        minVersion: 'TLSv1' as const,
        maxVersion: 'TLSv1.1' as const,
        ciphers: 'DEFAULT@SECLEVEL=0',
      })),
  },
  { name: 'a server that leaves the handshake', at: 'connect', start: () => handshaking(cut) },
  { name: 'a server that resets the handshake', at: 'connect', start: () => handshaking(reset) },
  {
    name: 'a server that speaks no TLS',
    at: 'connect',
    start: () => handshaking((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
  },
  { name: 'a body over TLS that is cut off', at: 'body', start: () => cutOverTls() },
  ...heads.map(([name, answer]): Fault => ({ name, at: 'head', start: () => speaking(answer) })),
  ...bodies.map(([name, answer]): Fault => ({ name, at: 'body', start: () => speaking(answer) })),
]

async function strange(): Promise<Certificate> {
  const { Authority } = await import('../../../src/surfaces/server/authority.ts')
  return (await Authority.make()).leafFor('127.0.0.1')
}

async function listening(server: Server, scheme: string): Promise<FaultyServer> {
  const open = new Set<Socket>()
  const seen = { requests: 0 }
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `${scheme}://127.0.0.1:${port}/`,
    seen,
    async stop() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
  }
}

/** Answers the head of each request. */
async function speaking(answer: Answer): Promise<FaultyServer> {
  const server = createServer((socket) => {
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      if (!text.includes('\r\n\r\n')) return
      text = ''
      faulty.seen.requests += 1
      answer(socket)
    })
  })
  const faulty = await listening(server, 'http')
  return faulty
}

async function handshaking(answer: Answer): Promise<FaultyServer> {
  return listening(
    createServer((socket) => void socket.once('data', () => answer(socket))),
    'https',
  )
}

async function silentTls(): Promise<FaultyServer> {
  return listening(
    createServer((socket) => void socket.resume()),
    'https',
  )
}

async function secure(certificate: () => Promise<Certificate>): Promise<FaultyServer> {
  const server: HttpServer = createHttpsServer(
    (await certificate()) as object,
    (_request, response) => void response.end('ok'),
  )
  server.on('tlsClientError', () => {})
  return listening(server, 'https')
}

async function cutOverTls(): Promise<FaultyServer> {
  const certificate = (await authority.leafFor('127.0.0.1')) as object
  const server: HttpServer = createHttpsServer(certificate, (_request, response) => {
    faulty.seen.requests += 1
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(event)
    later(() => response.socket?.destroy())
  })
  const faulty = await listening(server, 'https')
  return faulty
}

/** A port at which nobody listens. */
async function nobody(host: string): Promise<FaultyServer> {
  const server = await listening(createHttpServer(), 'http')
  await server.stop()
  return serverless(server.url.replace('127.0.0.1', host))
}

function serverless(url: string): FaultyServer {
  return { url, seen: { requests: 0 }, stop: async () => {} }
}
