import type { ClientHttp2Session, ClientHttp2Stream, ClientSessionRequestOptions } from 'node:http2'
import { ownSymbol } from '../../own-symbol.ts'
import type { Fields } from './asked.ts'

/** A session of a client as the tap sees it. */
export interface Session extends Pick<ClientHttp2Session, 'goaway'> {
  request(
    fields?: Fields,
    options?: ClientSessionRequestOptions,
    ...more: unknown[]
  ): ClientHttp2Stream
}

/** Whether it is a session of `node:http2`, of a client. */
export function isSession(emitter: unknown): emitter is Session {
  const has = (name: string): boolean => typeof Reflect.get(Object(emitter), name) === 'function'
  return has('request') && has('goaway')
}

/** Whether the connection of a session has come to its end. */
export function isDisconnected(session: object): boolean {
  const socket = ownSymbol(session, 'socket') as { readonly destroyed: boolean } | undefined
  return socket?.destroyed !== false
}
