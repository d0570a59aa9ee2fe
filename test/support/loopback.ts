import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { SecureContextOptions } from 'node:tls'

/** A real server on loopback that answers as a test tells it. */
export class Loopback {
  readonly url: string
  /** The requests it has seen, in order. */
  readonly seen: Seen[] = []
  readonly #server: Server
  #connections: ReadonlySet<Socket> = new Set()
  #listener: RequestListener = (_request, response) => response.end('ok')

  private constructor(server: Server, protocol: 'http' | 'https') {
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.url = `${protocol}://127.0.0.1:${port}`
  }

  static start(): Promise<Loopback> {
    return Loopback.#listen(createServer(), 'http')
  }

  /** One that speaks TLS, and HTTP/2 where the client would have it. */
  static startSecure(tls: SecureContextOptions, speaks: 'http/1' | 'http/2'): Promise<Loopback> {
    const options = { ...tls, allowHTTP1: true }
    const server =
      speaks === 'http/1' ? createHttpsServer(tls) : (createSecureServer(options) as unknown)
    return Loopback.#listen(server as Server, 'https')
  }

  static async #listen(server: Server, protocol: 'http' | 'https'): Promise<Loopback> {
    const connections = new Set<Socket>()
    server.on('connection', (socket) => {
      connections.add(socket)
      socket.once('close', () => connections.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const loopback = new Loopback(server, protocol)
    loopback.#connections = connections
    server.on('request', (request, response) => {
      loopback.seen.push(seenOf(request))
      loopback.#listener(request, response)
    })
    return loopback
  }

  /** What it answers from now on. */
  reply(listener: RequestListener): void {
    this.#listener = listener
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.once('close', resolve))
    this.#server.close()
    for (const socket of this.#connections) socket.destroy()
    await closed
  }
}

/** A request as a server saw it; the body once it has been read. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly body: Promise<Buffer>
}

function seenOf(request: IncomingMessage): Seen {
  const body = new Promise<Buffer>((resolve) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.once('close', () => resolve(Buffer.concat(pieces)))
    request.once('end', () => resolve(Buffer.concat(pieces)))
    request.on('error', () => resolve(Buffer.concat(pieces)))
  })
  const { method = '', url = '', rawHeaders } = request
  return { method, url, rawHeaders, body }
}

/** Answers with pieces that are so far apart, and then ends, if it is not endless. */
export function stream(
  pieces: readonly (string | Buffer)[],
  {
    everyMs = 5,
    type = 'text/event-stream',
    isEndless = false,
  }: { everyMs?: number; type?: string; isEndless?: boolean } = {},
): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.flushHeaders()
    const rest = [...pieces]
    const next = (): void => {
      const piece = rest.shift()
      if (piece === undefined) return void (isEndless || response.end())
      response.write(piece)
      // In a turn of its own behind the timer: however late that is, the client has read what came before.
      setTimeout(() => setImmediate(next), everyMs)
    }
    next()
  }
}

/** So many server-sent events. */
export function sse(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `data: {"n":${index}}\n\n`)
}
