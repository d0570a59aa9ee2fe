import type { Duplex } from 'node:stream'
import type { Message } from './incoming.ts'
import type { TlsOptions } from './protocols.ts'

/** Where a tunnel leads. */
export interface Tunnel {
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: string
  /** Gives the certificate for another name that a client asks for; nothing where the tunnel is not of TLS. */
  readonly leafFor?: (name: string) => Promise<TlsOptions>
}

/** For whom a request inside a tunnel is. */
export interface Inside {
  /** Stands before its target. */
  readonly origin: string
  /** The host that is connected to, where it is not that of the origin. */
  readonly at?: string
}

/**
 * For whom a request inside a tunnel is: the host that the tunnel leads to, or the one that its client has asked the
 * certificate of (SNI). Clients that look names up for themselves ask for tunnels to addresses.
 */
export function insideOf({ host, port, leafFor }: Tunnel, message: Message): Inside {
  const protocol = leafFor === undefined ? 'http' : 'https'
  const name = leafFor && nameAsked(message)
  const bracketed = host.includes(':') ? `[${host}]` : host
  const { origin } = new URL(`${protocol}://${name ?? bracketed}:${port}`)
  return name === undefined || name === host ? { origin } : { origin, at: host }
}

const name = /^(?=.{1,253}$)[a-z\d_](?:[\w-]*[a-z\d_])?(?:\.[a-z\d_](?:[\w-]*[a-z\d_])?)*$/i

/** The name that is asked for, as far as it is one. */
export function readName(asked: unknown): string | undefined {
  return typeof asked === 'string' && name.test(asked) ? asked.toLowerCase() : undefined
}

function nameAsked(message: Message): string | undefined {
  const socket: Duplex | undefined =
    'stream' in message ? message.stream.session?.socket : message.socket
  return readName(socket && Reflect.get(socket, 'servername'))
}
