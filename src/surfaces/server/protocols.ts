import * as http from 'node:http'
import * as http2 from 'node:http2'
import type { Server, Socket } from 'node:net'
import { type SecureContext, createSecureContext } from 'node:tls'
import { mostHeadBytes } from './fields.ts'
import { Http1Reply } from './http1-reply.ts'
import { Http2Reply } from './http2-reply.ts'
import { Incoming, type Message } from './incoming.ts'
import type { Reply } from './reply.ts'
import { type Tunnel, insideOf, readName } from './tunnel.ts'
import { type Unreadable, watchUnreadable } from './unreadable.ts'
import { type Upgrade, takeUpgrades } from './upgrade.ts'

/** A certificate and its key, in PEM. */
export interface TlsOptions {
  readonly cert: string | Uint8Array
  readonly key: string | Uint8Array
}

/** What answers the requests of a server. */
export type Answer = (incoming: Incoming, reply: Reply) => void

/** How a server's requests are answered. */
export interface Answering {
  readonly answer: Answer
  /** Whether requests for another protocol come as such. Otherwise the offer is passed over, as servers may. */
  readonly takesUpgrades?: boolean
  /** Told of requests that could not be read, once for each reason. */
  readonly unreadable?: Unreadable
}

// A recording of a long upload takes as long as it takes; headers have to come in time. More of them than Node takes pass
// elsewhere, too: over HTTP/2, to services of Go.
const limits = {
  headersTimeout: 60_000,
  requestTimeout: 0,
  keepAliveTimeout: 60_000,
  maxHeaderSize: mostHeadBytes,
}
/** What a client of HTTP/2 may send ahead. Node's own windows, of 64 KiB, make uploads six times as slow. */
const windowBytes = 1_048_576
// As many fields as Node takes over HTTP/1.
const limits2 = { maxHeaderListPairs: 2_000, settings: { initialWindowSize: windowBytes } }

/** A server of HTTP/1.1 and HTTP/2: over TLS the client chooses by ALPN, without it by how it begins. */
export function serverOf(tls: TlsOptions | undefined, answer: Answering): Server {
  return tls === undefined ? cleartext(answer) : encrypted(tls, answer)
}

/**
 * A server for connections that another one has taken, inside a tunnel.
 *
 * @param tunnel - Where it leads: requests are to there, whatever they say.
 */
export function serverInside(
  tls: TlsOptions | undefined,
  answer: Answering,
  tunnel: Tunnel,
): Server {
  return tls === undefined
    ? answeredBy(http.createServer(limits), answer, tunnel)
    : encrypted(tls, answer, tunnel)
}

function encrypted(tls: TlsOptions, answer: Answering, tunnel?: Tunnel): Server {
  const server = http2.createSecureServer({
    ...pemOf(tls),
    ...limits2,
    allowHTTP1: true,
    ...(tunnel?.leafFor && { SNICallback: certificates(tunnel, tunnel.leafFor) }),
  })
  Object.assign(server, limits)
  server.on('session', settle)
  return answeredBy(server, answer, tunnel)
}

function pemOf({ cert, key }: TlsOptions): {
  readonly cert: string | Buffer
  readonly key: string | Buffer
} {
  return {
    cert: typeof cert === 'string' ? cert : Buffer.from(cert),
    key: typeof key === 'string' ? key : Buffer.from(key),
  }
}

type Certified = (error: Error | null, context?: SecureContext) => void

/** Gives a client the certificate of the name that it asks for, which need not be that of the tunnel. */
function certificates(
  { host }: Tunnel,
  leafFor: (name: string) => Promise<TlsOptions>,
): (asked: string, certified: Certified) => void {
  return (asked, certified) => {
    leafFor(readName(asked) ?? host).then(
      (leaf) => certified(null, createSecureContext(pemOf(leaf))),
      (error: Error) => certified(error),
    )
  }
}

function cleartext(answer: Answering): Server {
  const server = http.createServer(limits)
  const modern = answeredBy(http2.createServer(limits2), answer)
  modern.on('session', settle)
  modern.on('session', (session) => server.emit('session', session))
  const [take] = server.listeners('connection')
  // Each connection shows its protocol first.
  server.off('connection', take as () => void)
  server.on('connection', (socket: Socket) => {
    sniff(socket, (isHttp2) => {
      if (!isHttp2) return void take?.call(server, socket)
      // A server of HTTP/1 keeps what its client has closed half; to a session that is its end.
      socket.allowHalfOpen = false
      modern.emit('connection', socket)
    })
  })
  return answeredBy(server, answer)
}

function settle(session: http2.ServerHttp2Session): void {
  session.setLocalWindowSize(windowBytes)
  // As idle connections of HTTP/1 are closed. Streams that are open go on to their end.
  session.setTimeout(limits.keepAliveTimeout, () => session.close())
}

const preface = Buffer.from('PRI * HTTP/2.0')
const endings = ['error', 'timeout', 'end'] as const

/** Looks at the first bytes, and gives them back to whoever reads on. */
function sniff(socket: Socket, then: (isHttp2: boolean) => void): void {
  let held: Buffer = Buffer.alloc(0)
  const destroy = (): void => void socket.destroy()
  const look = (): void => {
    const bytes = socket.read() as Buffer | null
    if (bytes === null) return
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    const length = Math.min(held.length, preface.length)
    const isLike = held.subarray(0, length).equals(preface.subarray(0, length))
    // It may begin in several parts. Whoever takes too long for that is not waited for.
    if (isLike && length < preface.length) return
    socket.off('readable', look).setTimeout(0)
    for (const event of endings) socket.off(event, destroy)
    socket.unshift(held)
    then(isLike)
  }
  socket.on('readable', look)
  for (const event of endings) socket.once(event, destroy)
  socket.setTimeout(limits.headersTimeout)
}

/** Lets a server answer, whichever of Node's two it is. */
function answeredBy<T extends Server>(
  server: T,
  { answer, takesUpgrades, unreadable }: Answering,
  tunnel?: Tunnel,
): T {
  const incoming = (message: Message, upgrade?: Upgrade): Incoming =>
    new Incoming(message, tunnel && insideOf(tunnel, message), upgrade)
  const receive = (isWaited: boolean) => (message: Message, response: Response) =>
    answer(incoming(message), replyTo(response, isWaited))
  server.on('request', receive(false))
  server.on('checkContinue', receive(true))
  // Over HTTP/2 Node knows 100-continue in small letters alone (Java writes it otherwise). What else is expected, is of the
  // service.
  server.on('checkExpectation', (message: Message, response: Response) =>
    receive(/^100-continue$/i.test(String(message.headers.expect)))(message, response),
  )
  watchUnreadable(server, unreadable, tunnel?.host)
  if (takesUpgrades) {
    takeUpgrades(server, (message, reply, upgrade) => answer(incoming(message, upgrade), reply))
  }
  return server
}

type Response = http.ServerResponse | http2.Http2ServerResponse

function replyTo(response: Response, isWaited: boolean): Reply {
  return 'stream' in response
    ? new Http2Reply(response, isWaited)
    : new Http1Reply(response, isWaited)
}
