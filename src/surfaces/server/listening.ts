import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { WiretapeError } from '../../core/errors.ts'
import { processClock } from '../../engine/clock.ts'
import { Http1Reply } from './http1-reply.ts'
import { Incoming } from './incoming.ts'
import type { Reply } from './reply.ts'

/** Where a server listens. */
export interface ListenOptions {
  /** @defaultValue 0: any that is free */
  readonly port?: number
  /** @defaultValue `127.0.0.1` */
  readonly host?: string
  /** How long `close()` lets answers that have begun go on, in milliseconds. @defaultValue 0 */
  readonly grace?: number
}

/** What answers the requests of a server. */
export type Answer = (incoming: Incoming, reply: Reply) => void

/** A server that listens, and the answers it is giving. */
export class Listening {
  /** The base URL for clients: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  readonly #server: http.Server
  readonly #running = new Set<http.ServerResponse>()
  #onIdle: (() => void) | undefined

  private constructor(server: http.Server, host: string) {
    const { port } = server.address() as AddressInfo
    this.#server = server
    this.port = port
    this.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  }

  /** @throws WiretapeError PORT_IN_USE, CANNOT_LISTEN */
  static async start(options: ListenOptions, answer: Answer): Promise<Listening> {
    const { port = 0, host = '127.0.0.1' } = options
    // A recording of a long upload takes as long as it takes; headers have to come in time.
    const server = http.createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 })
    await listen(server, host, port)
    const listening = new Listening(server, host)
    server.on('request', listening.#receive(answer, false))
    server.on('checkContinue', listening.#receive(answer, true))
    return listening
  }

  /** Takes no more connections, and waits until the answers that have begun are out, so long at most. */
  async quiesce(graceMs: number): Promise<void> {
    this.#server.close()
    if (this.#running.size === 0 || graceMs === 0) return
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
    this.#server.closeAllConnections()
    await closed
  }

  #receive(answer: Answer, isWaited: boolean): http.RequestListener {
    return (message, response) => {
      this.#running.add(response)
      response.once('close', () => {
        this.#running.delete(response)
        if (this.#running.size === 0) this.#onIdle?.()
      })
      answer(new Incoming(message), new Http1Reply(response, isWaited))
    }
  }
}

function listen(server: http.Server, host: string, port: number): Promise<void> {
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
