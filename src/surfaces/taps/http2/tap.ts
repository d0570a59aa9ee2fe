import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2'
import { syncBuiltinESMExports } from 'node:module'
import { promisify } from 'node:util'
import type { Recording } from '../../../engine/recording.ts'
import { ownSymbol } from '../../own-symbol.ts'
import { AskedStream, methodOf, urlOf } from './asked.ts'
import { type Http2, type SessionOptions, Sides } from './sides.ts'
import { tapConnections } from './connections.ts'
import { ourselves } from './ours.ts'
import { takeFromStream } from './taking.ts'
import { type Session, isSession } from './session.ts'
import { openUnmade, unmadeUnder } from './unmade.ts'
import { define } from '../define.ts'
import { patch } from '../patch.ts'
import { currentScope, isInstalled, ownerOf } from '../scopes.ts'

type Heard = (session: ClientHttp2Session) => void
type Connect = (
  authority: string | URL,
  options?: SessionOptions | Heard,
  heard?: Heard,
) => ClientHttp2Session

/** A class of sessions that is known already, for the next time that a tap is put in. */
let known: Session | undefined

/** Watches the requests of clients of `node:http2`: where they open a session, and where they put a request on it. */
export class Http2Tap {
  readonly #undo: (() => void)[] = []
  readonly #http2: Http2
  #tapped: Session | undefined

  constructor() {
    const http2 = process.getBuiltinModule('node:http2') as unknown as Module
    const { connect, performServerHandshake } = http2
    this.#http2 = {
      performServerHandshake,
      connect: (authority, options) => ourselves.during(() => connect(authority, options)),
      request: () => {
        throw new TypeError('No session of node:http2 was seen.')
      },
    }
    this.#undo.push(patch(http2, 'connect', (original) => this.#connecting(original)))
    this.#undo.push(...tapConnections(this.#http2))
    // Functions that were imported before.
    syncBuiltinESMExports()
    if (known !== undefined) this.#tap(known)
  }

  /** Whether it sees the requests of every session. */
  get isSure(): boolean {
    return this.#tapped !== undefined
  }

  /** Makes the class of a session known: it can be had from one of them alone. */
  learn(session: object): void {
    const prototype: unknown = Object.getPrototypeOf(session)
    if (this.#tapped === undefined && isSession(prototype)) this.#tap(prototype)
  }

  close(): void {
    for (const undo of this.#undo) undo()
    syncBuiltinESMExports()
  }

  #tap(prototype: Session): void {
    known = prototype
    this.#tapped = prototype
    const ask = (session: ClientHttp2Session, given: Given): ClientHttp2Stream =>
      this.#ask(session, given)
    const undo = patch(prototype, 'request', (original) => {
      this.#http2.request = (session, ...given) =>
        ourselves.during(() => original.apply(session as Session, given))
      return function request(this: Session, ...given) {
        const isAsked = isInstalled() && !ourselves.holds && !isOfUndici(this)
        return isAsked ? ask(this as ClientHttp2Session, given) : original.apply(this, given)
      }
    })
    this.#undo.push(undo)
  }

  #connecting(original: Connect): Connect {
    const http2 = this.#http2
    function connect(...[authority, options, heard]: Parameters<Connect>): ClientHttp2Session {
      if (typeof options === 'function') return connect(authority, {}, options)
      if (ourselves.holds) return original(authority, options, heard)
      const isAnswered = mayBeAnswered(authority, options)
      const session = original(authority, isAnswered ? overUnmade(http2, options) : options, heard)
      if (unmadeUnder(session) !== undefined) Sides.of(http2, session)
      return session
    }
    define(connect, promisify.custom, (authority: string | URL, options?: SessionOptions) =>
      connected(connect(authority, options)),
    )
    return connect
  }

  #ask(session: ClientHttp2Session, given: Given): ClientHttp2Stream {
    // Node says best what is wrong with it.
    if (session.closed || session.destroyed) return this.#http2.request(session, ...given)
    const sides = Sides.of(this.#http2, session)
    const fields = given[0] ?? {}
    // WebSockets and tunnels are not ours.
    const owner = methodOf(fields) === 'CONNECT' ? undefined : ownerOf(currentScope())
    if (owner === undefined) return sides.send(...given)
    // As a session does it that is over.
    if (owner instanceof Error) throw owner
    const url = urlOf(session, fields)
    if (owner.readsBodyOf(url)) return sides.ask(owner, url, ...given)
    const outcome = owner.handle(new AskedStream(url, fields, undefined))
    if (outcome.kind === 'refuse') throw outcome.error
    if (outcome.kind !== 'record') return sides.send(...given)
    return recorded(outcome.recording, () => sides.send(...given))
  }
}

interface Module extends Pick<typeof import('node:http2'), 'performServerHandshake'> {
  connect: Connect
}

type Given = Parameters<Session['request']>

function recorded(recording: Recording, send: () => ClientHttp2Stream): ClientHttp2Stream {
  try {
    const stream = send()
    takeFromStream(stream, recording)
    return stream
  } catch (error) {
    recording.fail(error)
    throw error
  }
}

/** Its requests have come by the tap of undici already. */
function isOfUndici(session: object): boolean {
  return ownSymbol(session, 'client') !== undefined
}

/** Whether what a session will ask may have an answer in a cassette: then it has no need of a connection. */
function mayBeAnswered(authority: string | URL, options: SessionOptions | undefined): boolean {
  if (!isInstalled() || options?.createConnection !== undefined) return false
  const owner = ownerOf(currentScope())
  if (owner === undefined || owner instanceof Error) return false
  return URL.canParse(String(authority)) && owner.readsBodyOf(new URL(authority).href)
}

function overUnmade(http2: Http2, options: SessionOptions = {}): SessionOptions {
  return { ...options, createConnection: () => openUnmade(http2, options) }
}

function connected(session: ClientHttp2Session): Promise<ClientHttp2Session> {
  return new Promise((resolve, reject) => {
    session.once('error', reject).once('connect', () => {
      session.off('error', reject)
      resolve(session)
    })
  })
}
