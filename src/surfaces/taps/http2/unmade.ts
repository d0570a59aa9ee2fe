import type { ClientHttp2Session } from 'node:http2'
import type { Duplex } from 'node:stream'
import { ownSymbol } from '../../own-symbol.ts'
import { AnsweringEnd } from './answering.ts'

/** A connection that was never made. */
export interface Unmade {
  readonly end: AnsweringEnd
  /** With what it is made when a request has to go out after all: options of `http2.connect`. */
  readonly options: object
}

const known = new WeakMap<object, Unmade>()

/** Opens one. */
export function openUnmade(
  ...[http2, options]: [...ConstructorParameters<typeof AnsweringEnd>, object]
): Duplex {
  const end = new AnsweringEnd(http2)
  known.set(end.socket, { end, options })
  return end.socket
}

/** Whether a connection was never made. */
export function isUnmade(socket: unknown): socket is Duplex {
  return known.has(Object(socket))
}

/** What a session stands on, if that was never made. */
export function unmadeUnder(session: ClientHttp2Session): Unmade | undefined {
  // Node wraps what is no socket of its own.
  const wrapped = ownSymbol(session, 'socket') as { readonly stream?: object } | undefined
  return known.get(Object(wrapped?.stream))
}
