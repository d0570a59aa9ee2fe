import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Made } from '../../core/made.ts'
import type { Authority } from './authority.ts'
import { atOnceField } from '../route/parent.ts'
import { isMeant } from './ignored-hosts.ts'
import { watchTrust } from './distrust.ts'
import { type ProxyAuth, isAllowed } from './proxy-auth.ts'
import { type Answering, serverInside } from './protocols.ts'
import { join } from './upgrade.ts'
import { unbracketed } from './site.ts'

/** What becomes of the tunnels that clients ask a forward proxy for. */
export interface TunnelRules {
  readonly authority: Authority
  /** What passes unseen; nothing where all is seen. */
  readonly ignored?: Ignored
  /** What clients have to show; nothing where all are served. */
  readonly auth: ProxyAuth | undefined
  /** Whether a tunnel may lead to the server itself. @defaultValue false: it would be one without an end */
  readonly servesItself?: true
  /** Told of the first client that does not trust us as a host. */
  readonly distrusted?: (host: string) => void
}

/** Connections that pass unseen. */
export interface Ignored {
  /** Patterns: `*.example.com`. */
  readonly hosts: readonly string[]
  /** Begins one. */
  readonly connect: (hostname: string, port: string) => Socket
}

const established = 'HTTP/1.1 200 Connection Established\r\n\r\n'
const firstOfTls = 0x16
/** So many hosts keep the server that answers for them. The connections of others hold theirs. */
const mostHosts = 1_000
const silentMs = 60_000

/** The tunnels of a forward proxy: TLS ends here, and what is inside is answered as any other request. */
export class Tunnels {
  readonly #rules: TunnelRules
  readonly #answer: Answering
  readonly #inside = new Made<Server>(mostHosts)

  constructor(rules: TunnelRules, answer: Answering) {
    this.#rules = rules
    this.#answer = answer
  }

  /** Takes the tunnels that are asked of a server. */
  watch(server: Server): void {
    server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      socket.on('error', () => socket.destroy())
      if (!isAllowed(request.headers, this.#rules.auth)) {
        return refuse(socket, '407 Proxy Authentication Required', challenge)
      }
      const host = hostOf(request.url ?? '')
      if (host === undefined) return refuse(socket, '400 Bad Request')
      if (this.#rules.servesItself !== true && isItself(host, socket.localPort)) {
        return refuse(socket, '508 Loop Detected')
      }
      if (head.length > 0) socket.unshift(head)
      const welcome = request.headers[atOnceField] === undefined ? established : ''
      const { ignored } = this.#rules
      if (ignored?.hosts.some((pattern) => isMeant(pattern, host.hostname))) {
        return passUnseen(socket, ignored.connect(host.hostname, host.port), welcome)
      }
      socket.write(welcome)
      this.#look(socket, host)
    })
  }

  /** A tunnel is not always one of TLS: the first byte tells. */
  #look(socket: Socket, host: URL): void {
    // Whoever says nothing for that long is not waited for.
    const giveUp = (): void => void socket.destroy()
    socket.setTimeout(silentMs, giveUp)
    socket.once('readable', () => {
      socket.setTimeout(0, giveUp)
      const bytes = socket.read() as Buffer | null
      if (bytes === null) return void socket.destroy()
      socket.unshift(bytes)
      this.#serverFor(host, bytes[0] === firstOfTls).then(
        (server) => {
          server.emit('connection', socket)
          socket.resume()
        },
        (error: Error) => socket.destroy(error),
      )
    })
  }

  #serverFor(host: URL, isTls: boolean): Promise<Server> {
    const origin = `${isTls ? 'https' : 'http'}://${host.host}`
    return this.#inside.get(origin, () => this.#make(host, isTls))
  }

  async #make({ host, hostname, port }: URL, isTls: boolean): Promise<Server> {
    const { authority, distrusted } = this.#rules
    const tunnel = { host: unbracketed(hostname), port }
    if (!isTls) return serverInside(undefined, this.#answer, tunnel)
    const server = serverInside(await authority.leafFor(tunnel.host), this.#answer, {
      ...tunnel,
      leafFor: (name) => authority.leafFor(name),
    })
    // A port of the protocol is not said.
    watchTrust(server, () => distrusted?.(new URL(`https://${host}`).host))
    return server
  }
}

/** Where a tunnel leads, as a URL without a protocol's own port; nothing where it does not say. */
function hostOf(authority: string): URL | undefined {
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i.test(authority)) return undefined
  // A protocol that has no port of its own keeps the one that is given.
  if (!URL.canParse(`tunnel://${authority}`)) return undefined
  const url = new URL(`tunnel://${authority}`)
  return url.port === '0' ? undefined : url
}

/** Whether a URL leads back to the proxy that listens on a port of this machine. */
export function isItself(
  { hostname, port }: Pick<URL, 'hostname' | 'port'>,
  ownPort: number | undefined,
): boolean {
  return Number(port) === ownPort && thisMachine.test(hostname)
}

// What is bound to no address is reached by each: to connect to 0.0.0.0 is to connect to oneself.
const thisMachine =
  /^(?:127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:(?:7f[\da-f]{2}:[\da-f]+|0:0)\]|(?:.+\.)?localhost\.?)$/i

const challenge = 'Proxy-Authenticate: Basic realm="wiretape"\r\n'

function refuse(socket: Duplex, status: string, fields = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${fields}Content-Length: 0\r\nConnection: close\r\n\r\n`)
}

function passUnseen(socket: Socket, upstream: Socket, welcome: string): void {
  const fail = (): void => refuse(socket, '502 Bad Gateway')
  upstream.once('error', fail)
  upstream.once('connect', () => {
    upstream.off('error', fail)
    socket.write(welcome)
    join(socket, upstream)
  })
}
