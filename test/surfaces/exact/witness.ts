import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'

import { Progress } from './observed.ts'
import type { Reply } from './scenarios.ts'

/** A request as its server saw it. */
export interface Witnessed {
  readonly line: string
  readonly rawHeaders: readonly string[]
  readonly body: string
  /** Which of the connections it came over, counted from 1. */
  readonly connection: number
  /** Whether the response went out whole. */
  readonly isAnswered: boolean
}

/** A server on loopback that tells all that it saw. */
export class Witness {
  readonly url: string
  readonly #server: Server
  #reply: Reply = () => {}
  #client = new Progress()
  #connections = new Map<Socket, number>()
  #seen: Promise<Witnessed>[] = []

  private constructor(server: Server) {
    this.#server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start(): Promise<Witness> {
    const server = createServer({ keepAliveTimeout: 0 })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const witness = new Witness(server)
    server.on('connection', (socket) => {
      witness.#connections.set(socket, witness.#connections.size + 1)
      socket.on('error', () => {})
    })
    server.on('request', (request, response) => {
      witness.#see(request, response)
      void witness.#reply(request, response, witness.#client)
    })
    return witness
  }

  /** Whom it answers next. */
  meet(client: Progress): void {
    this.#client = client
  }

  /** Forgets what it saw, and answers like this from now on. */
  reply(reply: Reply): void {
    this.#reply = reply
    this.#seen = []
    this.#connections = new Map()
    this.#server.closeAllConnections()
  }

  /** What it has seen, once all of it is over. */
  async seen(): Promise<readonly Witnessed[]> {
    return Promise.all(this.#seen)
  }

  async stop(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    if (this.#server.listening) await once(this.#server, 'close')
  }

  #see(request: IncomingMessage, response: ServerResponse): void {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    const { method, url, rawHeaders, httpVersion, socket } = request
    const host = new URL(this.url).host
    const connection = this.#connections.get(socket) ?? 0
    const closed = new Promise<Witnessed>((resolve) => {
      response.once('close', () =>
        resolve({
          line: `${method} ${url} ${httpVersion}`,
          rawHeaders: rawHeaders.map((field) => field.replace(host, 'HOST')),
          body: Buffer.concat(pieces).toString('latin1'),
          connection,
          isAnswered: response.writableFinished,
        }),
      )
    })
    this.#seen.push(closed)
  }
}
