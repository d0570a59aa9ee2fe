import type { ClientHttp2Session } from 'node:http2'
import { ownSymbol } from '../../own-symbol.ts'
import { originOf } from './asked.ts'
import { define } from '../define.ts'
import { secureFacts } from '../memory-socket.ts'

/** Gives a session whose connection was never made what its client may want to know of it. */
export function dressSession(session: ClientHttp2Session): void {
  const { protocol, authority } = originOf(session)
  const { hostname, port } = new URL(`${protocol}//${authority}`)
  const isSecure = protocol === 'https:'
  const { isIP } = process.getBuiltinModule('node:net')
  const name = hostname.replace(/^\[|\]$/g, '')
  const address = isIP(name) === 0 ? '127.0.0.1' : name
  const family = isIP(address) === 6 ? 'IPv6' : 'IPv4'
  const peer = { address, family, port: Number(port || (isSecure ? 443 : 80)) }
  const servername = isIP(name) === 0 && name
  const secure = isSecure && { ...secureFacts, alpnProtocol: 'h2', servername }
  Object.assign(ownSymbol(session, 'socket') as object, { _peername: peer }, secure)
  if (!isSecure) return
  define(session, 'encrypted', true)
  define(session, 'alpnProtocol', 'h2')
}
