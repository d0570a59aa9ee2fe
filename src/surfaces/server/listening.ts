import type { Http2Session } from 'node:http2'
import type { AddressInfo, Server, Socket } from 'node:net'
import { WiretapeError } from '../../core/errors.ts'
import { processClock } from '../../engine/clock.ts'
import { type Answer, type Answering, type TlsOptions, serverOf } from './protocols.ts'
import type { Reply } from './reply.ts'
import { type TunnelRules, Tunnels } from './tunnels.ts'

/** Where a server listens. */
export interface ListenOptions {
  /** @defaultValue 0: any that is free */
  readonly port?: number
  /** @defaultValue `127.0.0.1` */
  readonly host?: string
  /** Makes it a server of HTTPS; `'own'` with a certificate that is made here. @defaultValue HTTP */
  readonly tls?: TlsOptions | 'own'
  /** How long `close()` lets answers that have begun go on, in milliseconds. @defaultValue 0 */
  readonly grace?: number
}

/** A server that listens, and the answers it is giving. */
export class Listening {
  /** The base URL for clients: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #sessions = new Set<Http2Session>()
  #open = 0
  #onIdle: (() => void) | undefined

  private constructor(server: Server, host: string, isTls: boolean) {
    const { port } = server.address() as AddressInfo
    this.#server = server
    this.port = port
    this.url = `http${isTls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}`
  }

  /**
   * @param tls - Its certificate and key; nothing where it speaks HTTP.
   * @param tunnels - What becomes of tunnels; nothing where none are given.
   * @throws WiretapeError PORT_IN_USE, CANNOT_LISTEN
   */
  static async start(
    { port = 0, host = '127.0.0.1' }: ListenOptions,
    tls: TlsOptions | undefined,
    { answer, ...given }: Answering,
    tunnels?: TunnelRules,
  ): Promise<Listening> {
    let listening: Listening | undefined
    const counted: Answer = (incoming, reply) => {
      if (listening !== undefined) listening.#begin(reply)
      answer(incoming, reply)
    }
    const answering = { ...given, answer: counted }
    const server = serverOf(tls, answering)
    if (tunnels !== undefined) new Tunnels(tunnels, answering).watch(server)
    await listen(server, host, port)
    listening = new Listening(server, host, tls !== undefined)
    listening.#watch()
    return listening
  }

  /** How many answers are being given. */
  get open(): number {
    return this.#open
  }

  /** Takes no more connections, and waits until the answers that have begun are out, so long at most. */
  async quiesce(graceMs: number): Promise<void> {
    this.#server.close()
    for (const session of this.#sessions) session.close()
    if (this.#open === 0 || graceMs === 0) return
    await new Promise<void>((resolve) => {
      const alarm = processClock.at(processClock.now() + graceMs, resolve)
      this.#onIdle = () => {
        alarm.cancel()
        resolve()
      }
    })
  }

  /** Closes what is still open. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    // Answers that are cut are told of when their connections are closed, and the server is so before them.
    const left = [...this.#sockets].map((socket) => closedOf(socket))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all([closed, ...left])
  }

  #begin(reply: Reply): void {
    this.#open += 1
    reply.onClose(() => {
      this.#open -= 1
      if (this.#open === 0) this.#onIdle?.()
    })
  }

  #watch(): void {
    // What fails once it listens fails for one client.
    this.#server.on('error', (error) => process.emitWarning(error))
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    this.#server.on('session', (session: Http2Session) => {
      this.#sessions.add(session)
      session.once('close', () => this.#sessions.delete(session))
    })
  }
}

function closedOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.once('close', () => resolve()))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen(port, host, resolve)
  })
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): WiretapeError {
  if (cause.code === 'EADDRINUSE') {
    const message =
      `Port ${port} on ${host} is in use.\n` +
      'Choose another, or 0 for any that is free (--port, port).'
    return new WiretapeError('PORT_IN_USE', message, { cause })
  }
  const message = `Cannot listen on ${host}, port ${port}: ${cause.code ?? cause.message}.`
  return new WiretapeError('CANNOT_LISTEN', message, { cause })
}
