import { Duplex } from 'node:stream'
// The timeouts of a connection are not those of a test.
import { clearTimeout, setTimeout } from '../../engine/real-timers.ts'

/** A connection that was never made: what is written to it is thrown away, what is played into it is read from it. */
export interface MemorySocket extends Connection {
  /** Called when its reader wants more. */
  onWanted: () => void
}

/** Makes a connection as Node's clients expect one, over TLS where the request says so. */
export function openMemorySocket(isSecure: boolean): MemorySocket {
  const socket = new Duplex({
    // As a socket's: an answer may end before the request does.
    allowHalfOpen: true,
    read: () => plus.onWanted(),
    write: (_chunk, _encoding, done) => done(),
    writev: (_chunks, done) => done(),
  })
  const facts = { connecting: false, onWanted() {} }
  const plus = Object.assign(asConnection(socket, isSecure), facts)
  // An agent would take it back now; nobody will use it again.
  socket.on('free', () => socket.destroy())
  return plus
}

/** What else of a socket clients use. */
export interface Connection extends Duplex {
  setTimeout(ms: number, callback?: () => void): Connection
}

/** Gives a stream what clients expect of a connection. */
export function asConnection(socket: Duplex, isSecure: boolean): Connection {
  const idle = new IdleTimer(socket)
  const push = socket.push.bind(socket)
  const address = { address: '127.0.0.1', family: 'IPv4', port: isSecure ? 443 : 80 }
  const facts = { remoteAddress: '127.0.0.1', remoteFamily: 'IPv4', ...(isSecure && secureFacts) }
  const plus = Object.assign(socket, facts, {
    ref: () => plus,
    unref: () => plus,
    setNoDelay: () => plus,
    setKeepAlive: () => plus,
    address: () => address,
    destroySoon: () => void (socket.writableFinished ? socket.destroy() : endFirst(socket)),
    setTimeout(ms: number, callback?: () => void): Connection {
      idle.set(ms, callback)
      return plus
    },
    push(bytes: Uint8Array | null) {
      idle.refresh()
      return push(bytes)
    },
  })
  return plus
}

/** What a connection over TLS says of itself. */
export const secureFacts = {
  encrypted: true,
  authorized: true,
  authorizationError: null,
  alpnProtocol: false,
  getPeerCertificate: () => ({}),
  getCipher: () => ({ name: 'TLS_AES_256_GCM_SHA384', version: 'TLSv1.3' }),
  getProtocol: () => 'TLSv1.3',
  getSession: () => undefined,
  isSessionReused: () => false,
}

function endFirst(socket: Duplex): void {
  socket.end(() => socket.destroy())
}

/** The timeout of a socket: tells when nothing has been read for so long. */
class IdleTimer {
  readonly #socket: Duplex
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Duplex) {
    this.#socket = socket
    socket.once('close', () => clearTimeout(this.#timer))
  }

  set(ms: number, callback: (() => void) | undefined): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (callback !== undefined) this.#socket[ms > 0 ? 'once' : 'off']('timeout', callback)
    if (ms === 0 || this.#socket.destroyed) return
    this.#timer = setTimeout(() => this.#socket.emit('timeout'), ms).unref()
  }

  refresh(): void {
    this.#timer?.refresh()
  }
}
