import { errorMonitor } from 'node:events'
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  ClientSessionOptions,
  ClientSessionRequestOptions,
  SecureClientSessionOptions,
} from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Tapped } from '../../../engine/taps.ts'
import { inNextTurn } from '../../../engine/clock.ts'
import { AnsweringEnd } from './answering.ts'
import { type Fields, originOf } from './asked.ts'
import { dressSession } from './dress.ts'
import { isDisconnected } from './session.ts'
import { type Unmade, unmadeUnder } from './unmade.ts'
import { define } from '../define.ts'

export type SessionOptions = ClientSessionOptions | SecureClientSessionOptions
export type RequestOptions = ClientSessionRequestOptions

/** What of `node:http2` the tap stands in front of, as it was. */
export interface Http2 extends Pick<typeof import('node:http2'), 'performServerHandshake'> {
  connect(authority: string | URL, options?: SessionOptions): ClientHttp2Session
  request(session: ClientHttp2Session, ...given: Given): ClientHttp2Stream
}

/** What a client gives with a request, of which later Nodes may know more. */
type Given = [fields?: Fields, options?: RequestOptions, ...more: unknown[]]

interface Answering {
  readonly session: ClientHttp2Session
  readonly end: AnsweringEnd
}

const sidesKey = Symbol('wiretape.sides')

/**
 * The two sides of a session that a client holds: its service, and what answers in this process.
 *
 * The session itself is one of them. The other is there once it is needed, and lives no longer than the session.
 */
export class Sides {
  readonly #http2: Http2
  readonly #held: ClientHttp2Session
  readonly #connect: () => ClientHttp2Session
  #service: ClientHttp2Session | undefined
  #answering: Answering | undefined
  #isUnref = false

  private constructor(http2: Http2, held: ClientHttp2Session, connect: () => ClientHttp2Session) {
    this.#http2 = http2
    this.#held = held
    this.#connect = connect
    define(held, sidesKey, this)
  }

  /** Those of a session, which has the one of them that it is connected to. */
  static of(http2: Http2, held: ClientHttp2Session): Sides {
    const known = Reflect.get(held, sidesKey) as Sides | undefined
    if (known !== undefined) return known
    const unmade = unmadeUnder(held)
    if (unmade !== undefined) return Sides.#unconnected(http2, held, unmade)
    const sides = new Sides(http2, held, () => held)
    sides.#service = held
    return sides
  }

  /** Those of a session that is connected to its service once a request has to go there. */
  static #unconnected(http2: Http2, held: ClientHttp2Session, { end, options }: Unmade): Sides {
    const { protocol, authority } = originOf(held)
    const sides = new Sides(http2, held, () => http2.connect(`${protocol}//${authority}`, options))
    sides.#answering = { session: held, end }
    end.passTo((fields, given) => sides.send(fields, given))
    dressSession(held)
    closeInNextTurn(held)
    sides.#shareLife()
    return sides
  }

  /** Sends a request to the service. */
  send(...given: Given): ClientHttp2Stream {
    return this.#ofHeld(this.#http2.request(this.#connected(), ...given))
  }

  /** Makes a request that its recorder is asked about, once its body is known. */
  ask(owner: Tapped, url: string, ...given: Given): ClientHttp2Stream {
    const { session, end } = (this.#answering ??= this.#besideService())
    const stream = this.#http2.request(session, ...given)
    end.expect({ stream, url, owner, options: given[1] ?? {} })
    return this.#ofHeld(stream)
  }

  #connected(): ClientHttp2Session {
    const known = this.#service
    if (known !== undefined && (known === this.#held || isOpen(known))) return known
    const service = this.#connect()
    this.#service = service
    if (this.#isUnref) service.unref()
    service.on('error', (error) => this.#held.destroy(error))
    return service
  }

  /** A service that is connected later keeps the process as the session does, and ends with it. */
  #shareLife(): void {
    const held = this.#held
    for (const name of ['ref', 'unref'] as const) {
      const change = held[name].bind(held)
      define(held, name, () => {
        this.#isUnref = name === 'unref'
        this.#service?.[name]()
        change()
      })
    }
    held.once('close', () => {
      if (held.closed) this.#service?.close()
      else this.#service?.destroy()
    })
  }

  #besideService(): Answering {
    const held = this.#held
    const { protocol, authority } = originOf(held)
    const end = new AnsweringEnd(this.#http2)
    end.passTo((fields, given) => this.send(fields, given))
    const createConnection = (): Duplex => end.socket
    const session = this.#http2.connect(`${protocol}//${authority}`, { createConnection })
    // The held one has it already.
    session.on('error', () => {})
    closeInNextTurn(session)
    this.#closeBehind(session, end)
    this.#destroyWith(session)
    return { session, end }
  }

  /** What is played needs no service: it ends with a session that is destroyed, and not where a connection breaks. */
  #destroyWith(session: ClientHttp2Session): void {
    const held = this.#held
    let isLeft = false
    let failure: Error | undefined
    const destroy = held.destroy.bind(held)
    define(held, 'destroy', (...reasons: Parameters<typeof destroy>) => {
      isLeft ||= !isDisconnected(held)
      destroy(...reasons)
    })
    held.once(errorMonitor, (error) => (failure = error))
    held.once('close', () => (isLeft ? session.destroy(failure) : session.close()))
  }

  /** A session that is closed waits for what is under way, on its other side as well. */
  #closeBehind(session: ClientHttp2Session, end: AnsweringEnd): void {
    const held = this.#held
    const close = held.close.bind(held)
    define(held, 'close', (callback?: () => void) => {
      session.close()
      if (end.isIdle) return close(callback)
      if (callback !== undefined) held.once('close', callback)
      session.once('close', () => close())
    })
  }

  #ofHeld(stream: ClientHttp2Stream): ClientHttp2Stream {
    const held = this.#held
    if (stream.session === held) return stream
    const get = (): unknown => (stream.destroyed ? undefined : held)
    return Object.defineProperty(stream, 'session', { get, configurable: true })
  }
}

/**
 * A session without a connection is never about to have one: closed in the turn in which it is asked, Node would refuse what
 * waits until another is connected.
 */
function closeInNextTurn(session: ClientHttp2Session): void {
  const close = session.close.bind(session)
  define(session, 'close', (callback?: () => void) => inNextTurn(() => close(callback)))
}

function isOpen({ closed, destroyed }: ClientHttp2Session): boolean {
  return !closed && !destroyed
}
