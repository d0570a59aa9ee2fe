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
  const socket = isSecure ? new SecureMemoryDuplex() : new MemoryDuplex()
  // An agent would take it back now; nobody will use it again.
  socket.on('free', () => socket.destroy())
  return socket as MemoryDuplex & MemorySocket
}

/** What else of a socket clients use. */
export interface Connection extends Duplex {
  setTimeout(ms: number, callback?: () => void): Connection
}

const idleKey = Symbol('idle')

interface Timed extends Duplex {
  readonly [idleKey]: IdleTimer
}

/** Gives a stream what clients expect of a connection. */
export function asConnection(socket: Duplex, isSecure: boolean): Connection {
  const push = socket.push.bind(socket)
  const idle = new IdleTimer(socket)
  socket.once('close', () => idle.stop())
  return Object.assign(socket, facts, isSecure && secureFacts, {
    [idleKey]: idle,
    push(bytes: Uint8Array | null) {
      idle.refresh()
      return push(bytes)
    },
  })
}

const facts = {
  remoteAddress: '127.0.0.1',
  remoteFamily: 'IPv4',
  ref: itself,
  unref: itself,
  setNoDelay: itself,
  setKeepAlive: itself,
  address(this: Timed) {
    return { address: '127.0.0.1', family: 'IPv4', port: 'encrypted' in this ? 443 : 80 }
  },
  destroySoon(this: Timed): void {
    if (this.writableFinished) this.destroy()
    else this.end(() => this.destroy())
  },
  setTimeout(this: Timed, ms: number, callback?: () => void) {
    this[idleKey].set(ms, callback)
    return this as unknown as Connection
  },
}

function itself<T>(this: T): T {
  return this
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

// Classes: what an answer is read from is made for each, and to give it all of this one by one takes four times as long.
class MemoryDuplex extends Duplex {
  connecting = false
  readonly [idleKey]: IdleTimer = new IdleTimer(this)

  constructor() {
    // As a socket's: an answer may end before the request does.
    super({ allowHalfOpen: true })
  }

  onWanted(): void {}

  override _read(): void {
    this.onWanted()
  }

  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done()
  }

  override _writev(_chunks: unknown, done: () => void): void {
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this[idleKey].stop()
    done(error)
  }

  override push(bytes: Uint8Array | null): boolean {
    this[idleKey].refresh()
    return super.push(bytes)
  }
}

class SecureMemoryDuplex extends MemoryDuplex {}

Object.assign(MemoryDuplex.prototype, facts)
Object.assign(SecureMemoryDuplex.prototype, secureFacts)

/** The timeout of a socket: tells when nothing has been read for so long. */
class IdleTimer {
  readonly #socket: Duplex
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Duplex) {
    this.#socket = socket
  }

  set(ms: number, callback: (() => void) | undefined): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (callback !== undefined) this.#socket[ms > 0 ? 'once' : 'off']('timeout', callback)
    if (ms === 0 || this.#socket.destroyed) return
    this.#timer = setTimeout(() => this.#socket.emit('timeout'), ms).unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  refresh(): void {
    this.#timer?.refresh()
  }
}
