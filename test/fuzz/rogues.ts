import { once } from 'node:events'
import * as http2 from 'node:http2'
import { type Socket, connect } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** The server that is asked, and how it is reached. */
export interface Target {
  readonly port: number
  /** Whom to trust where it speaks TLS. */
  readonly ca: string | undefined
  /** Targets of requests that it answers. */
  readonly paths: readonly string[]
}

type Roll = () => number

/** Does something that no client should do, or leaves when it should not. */
export async function goRogue(roll: Roll, target: Target): Promise<void> {
  if (roll() < 0.35) await overHttp2(roll, target)
  else await overBytes(roll, target)
}

function pick<T>(roll: Roll, from: readonly T[]): T {
  return from[Math.floor(roll() * from.length)] as T
}

function opened({ port, ca }: Target, protocol?: string): Socket {
  if (ca === undefined) return connect(port, '127.0.0.1')
  return connectTls({ port, host: '127.0.0.1', ca, ...(protocol && { ALPNProtocols: [protocol] }) })
}

const methods = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'G ET', '', 'get', 'CONNECT']
const fields = [
  'Host: localhost',
  'Host: localhost',
  'Host: evil.test',
  'Connection: close',
  'Connection: keep-alive',
  'Content-Length: 5',
  'Content-Length: 5',
  'Content-Length: 1000000',
  'Content-Length: -1',
  'Content-Length: 5, 6',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: x',
  'Expect: 100-continue',
  'Expect: nonsense',
  'Trailer: X-Sum',
  'Content-Encoding: gzip',
  'x-wiretape-fault: reset@chunk:1',
  'x-wiretape-session: \u00e9',
  'x-wiretape-upstream: http://127.0.0.1:1',
  'Proxy-Authorization: Basic eA==',
  'X\u0000: y',
  ' folded: x',
  'no colon',
  ': empty',
  `X-Large: ${'x'.repeat(20_000)}`,
]
const upgrades = [
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: eA==',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk',
]
const bodies = [
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n',
  'zz\r\n',
  '5\r\nhe',
  '\u0000'.repeat(100),
  'x'.repeat(100_000),
]
const whole = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'PRI * HTT',
  '\u0016\u0003\u0001\u0002\u0000\u0001',
  '\r\n\r\n\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'GET /',
]

/** The bytes of a request, most of them wrong in some place. */
function requestFrom(roll: Roll, { paths }: Target): string {
  if (roll() < 0.1) return pick(roll, whole)
  if (roll() < 0.05)
    return Array.from({ length: 200 }, () => String.fromCharCode(roll() * 256)).join('')
  const method = roll() < 0.7 ? pick(roll, ['GET', 'POST']) : pick(roll, methods)
  const path =
    roll() < 0.8
      ? pick(roll, paths)
      : pick(roll, ['*', '//x', '/%zz', 'http://[::1', '/__wiretape/status', '127.0.0.1:1', ''])
  const lines = [
    'Host: localhost',
    ...Array.from({ length: Math.floor(roll() * 4) }, () => pick(roll, fields)),
  ]
  if (roll() < 0.1) lines.push(pick(roll, upgrades))
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
  const text = `${head}${roll() < 0.5 ? pick(roll, bodies) : ''}`
  return roll() < 0.3 ? text.slice(0, Math.floor(roll() * text.length)) : text
}

async function overBytes(roll: Roll, target: Target): Promise<void> {
  const socket = opened(target)
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  if (roll() < 0.2) socket.pause()
  else socket.resume()
  const requests = Array.from({ length: 1 + Math.floor(roll() * 3) }, () =>
    requestFrom(roll, target),
  )
  for (const request of requests) {
    socket.write(Buffer.from(request, 'latin1'))
    if (roll() < 0.5) await turns(Math.floor(roll() * 10))
  }
  await turns(Math.floor(roll() * 20))
  leave(roll, socket)
  await closed
}

function leave(roll: Roll, socket: Socket): void {
  const way = roll()
  // Also one that is closed half is gone some time: nothing more is read from it.
  if (way < 0.3) socket.end(() => socket.destroy())
  else if (way < 0.6 && !('encrypted' in socket)) socket.resetAndDestroy()
  else socket.destroy()
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

async function overHttp2(roll: Roll, target: Target): Promise<void> {
  const socket = opened(target, 'h2')
  socket.on('error', () => {})
  const scheme = target.ca === undefined ? 'http' : 'https'
  const authority = `${scheme}://127.0.0.1:${target.port}`
  const session = http2.connect(authority, { createConnection: () => socket })
  session.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const streams = Array.from({ length: 1 + Math.floor(roll() * 5) }, () =>
    askOver(roll, session, target),
  )
  await turns(Math.floor(roll() * 30))
  for (const stream of streams) if (roll() < 0.5) abandon(roll, stream)
  await turns(Math.floor(roll() * 10))
  const way = roll()
  // The server may have ended it by now.
  if (way < 0.3 && !session.destroyed) session.goaway(http2.constants.NGHTTP2_ENHANCE_YOUR_CALM)
  if (way < 0.5) session.destroy()
  else if (way < 0.7) leave(roll, socket)
  else session.destroy(new Error('rogue'), http2.constants.NGHTTP2_PROTOCOL_ERROR)
  await closed
  // On Node 20.18 a session whose connection went while streams were being closed never ends on its own.
  session.destroy()
}

function askOver(
  roll: Roll,
  session: http2.ClientHttp2Session,
  { paths }: Target,
): http2.ClientHttp2Stream {
  const sends = roll() < 0.4
  const stream = session.request(
    {
      ':path': pick(roll, paths).replace(/^http:\/\/[^/]+/, ''),
      ':method': sends ? 'POST' : pick(roll, ['GET', 'HEAD', 'DELETE']),
      ...(roll() < 0.2 && { expect: '100-continue' }),
      ...(roll() < 0.1 && { 'content-length': '5' }),
      ...(roll() < 0.2 && { 'x-wiretape-fault': 'reset@chunk:1' }),
    },
    { endStream: !sends },
  )
  stream.on('error', () => {})
  if (roll() < 0.8) stream.resume()
  if (sends && roll() < 0.7) stream.write('x'.repeat(Math.floor(roll() * 50_000)))
  if (sends && roll() < 0.5) stream.end()
  return stream
}

function abandon(roll: Roll, stream: http2.ClientHttp2Stream): void {
  const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = http2.constants
  if (roll() < 0.5)
    stream.close(pick(roll, [NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR]))
  else stream.destroy()
}

/** Asks as clients should, over HTTP/2 or 1. @returns the body */
export async function askWell(roll: Roll, target: Target, path: string): Promise<string> {
  return roll() < 0.5 ? wellOverHttp2(target, path) : wellOverBytes(target, path)
}

async function wellOverHttp2({ port, ca }: Target, path: string): Promise<string> {
  const session = http2.connect(`${ca === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, {
    ca,
  })
  const stream = session
    .request({ ':path': path.replace(/^http:\/\/[^/]+/, '') })
    .setEncoding('utf8')
  let text = ''
  for await (const piece of stream) text += String(piece)
  session.close()
  await once(session, 'close')
  return text
}

async function wellOverBytes(target: Target, path: string): Promise<string> {
  const socket = opened(target, 'http/1.1')
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
  let text = ''
  for await (const piece of socket.setEncoding('latin1')) text += String(piece)
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  return /chunked/i.test(head)
    ? body.replace(/(?:^|\r\n)[0-9a-f]+\r\n/gi, '').replace(/\r\n$/, '')
    : body
}
