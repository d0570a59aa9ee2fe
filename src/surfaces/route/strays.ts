import { Socket } from 'node:net'
import { WiretapeError } from '../../core/errors.ts'
import { thisProcess } from '../this-process.ts'
import type { Parent } from './parent.ts'

/** Finds the connections that a client has opened in a way of its own, past the parent. */
export class Strays {
  readonly #parent: Parent
  readonly #known = new WeakSet<object>()
  #isTold = false

  constructor(parent: Parent) {
    this.#parent = parent
  }

  /** Makes a connection known that leads through the parent. */
  know(socket: object): void {
    this.#known.add(socket)
  }

  /** Looks at a connection before anything is sent on it. @returns why it is refused; nothing where it is not */
  refuse(socket: unknown): Error | undefined {
    if (!(socket instanceof Socket) || this.#known.has(socket)) return undefined
    this.#known.add(socket)
    if (!socket.connecting) return this.#look(socket)
    socket.prependOnceListener('connect', () => {
      const error = this.#look(socket)
      if (error !== undefined) socket.destroy(error)
    })
    return undefined
  }

  #look({ remoteAddress, remotePort }: Socket): Error | undefined {
    // A socket that has a path, or one of a mock, has no port.
    if (remotePort === undefined || remotePort === this.#parent.port) return undefined
    const to = `${remoteAddress}:${remotePort}`
    if (this.#parent.refusesStrays) return bypassed(to)
    if (!this.#isTold) process.stderr.write(`wiretape: ${notRecorded(to)}\n`)
    this.#isTold = true
    return undefined
  }
}

const reason = 'Its client opens its connections itself: createConnection, an agent for a proxy.'

function bypassed(to: string): WiretapeError {
  return new WiretapeError(
    'ROUTE_BYPASSED',
    `A connection to ${to} would go past \`wiretape replay\`, which sends nothing on.\n${reason}`,
  )
}

function notRecorded(to: string): string {
  return `what ${thisProcess()} sends to ${to} is not recorded.\n${reason}`
}
