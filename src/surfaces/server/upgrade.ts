import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { isNamed, keeping, linesOf, valuesOf } from './fields.ts'
import { Http1Reply } from './http1-reply.ts'
import type { Reply } from './reply.ts'

/** Another protocol that a client would speak on its connection. */
export interface Upgrade {
  /** As the client names it: `websocket`. */
  readonly protocol: string
  /** Hands the client's connection to an upstream that has agreed. Its bytes are looked at by nobody from then on. */
  join(response: IncomingMessage, upstream: Duplex, first: Uint8Array): void
}

/** Gives the requests for another protocol that a server of HTTP/1 gets to whoever answers them. */
export function takeUpgrades(
  server: Server,
  receive: (message: IncomingMessage, reply: Reply, upgrade: Upgrade) => void,
): void {
  // From Node 24.9 on a server is asked before it takes a request for one of another protocol, and reads its body.
  Object.assign(server, { shouldUpgradeCallback: isWanted })
  server.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) => {
    // An answer is under way on it, and this request cannot wait for its turn.
    if (Reflect.get(socket, '_httpMessage') != null) return void socket.destroy()
    if (!isWanted(message)) return comeAgain(server, message, socket, head)
    socket.on('error', () => socket.destroy())
    socket.setTimeout(0).setNoDelay(true)
    const reply = replyOn(message, socket)
    receive(message, reply, {
      protocol: message.headers.upgrade ?? '',
      join(response, upstream, first) {
        reply.code = 101
        socket.write(headOf(response), 'latin1')
        socket.write(first)
        upstream.write(head)
        join(socket, upstream)
      },
    })
  })
}

/**
 * A server may take an offer or leave it. HTTP/2 is one that we leave: what is inside could be recorded no better.
 * A request with a body is recorded, too.
 */
function isWanted({ headers }: IncomingMessage): boolean {
  const hasBody =
    headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
  const offered = (headers.upgrade ?? '').split(',').map((name) => name.trim().toLowerCase())
  return !hasBody && offered.some((name) => name !== '' && !/^(?:h2c?|http\/|tls\/)/.test(name))
}

/** An older Node has taken the request for one of another protocol: the server gets it once more, without the offer. */
function comeAgain(server: Server, message: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = message
  const fields = keeping(
    rawHeaders,
    (name) => !isNamed(name, 'upgrade') && !isNamed(name, 'connection'),
  )
  const connection = valuesOf(rawHeaders, 'connection').flatMap((value) =>
    value.split(',').filter((name) => !/^\s*upgrade\s*$/i.test(name)),
  )
  const lines = linesOf([...fields, ...connection.flatMap((name) => ['Connection', name.trim()])])
  const again = `${method} ${url} HTTP/${httpVersion}\r\n${lines}\r\n`
  socket.unshift(Buffer.concat([Buffer.from(again, 'latin1'), head]))
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket)
  socket.resume()
}

/** An answer in HTTP to a request for another protocol: the last one of its connection. */
function replyOn(message: IncomingMessage, socket: Socket): Http1Reply {
  const response = new ServerResponse(message)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  socket.on('drain', () => response.emit('drain'))
  response.once('finish', () => socket.destroySoon())
  return new Http1Reply(response)
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${linesOf(rawHeaders)}\r\n`
}

/** Two connections are one from now on. */
export function join(client: Duplex, upstream: Duplex): void {
  upstream.on('error', () => client.destroy())
  upstream.once('close', () => client.destroy())
  client.once('close', () => upstream.destroy())
  client.pipe(upstream).pipe(client)
}
