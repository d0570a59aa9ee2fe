import type { ClientRequest } from 'node:http'
import type { Body } from '../../../core/body.ts'
import { wireValue } from '../../../core/field-value.ts'
import { type ResponseHead, isBodyless, wirePairs } from '../../../core/head.ts'
import { type HeaderMap, headerValue, withoutHeaders } from '../../../core/headers.ts'
import { nowOrOwed } from '../../../engine/owed-turn.ts'
import type { Playback } from '../../../engine/playback.ts'
import { Turns } from '../../turns.ts'
import { memorySocketOf } from './greeting.ts'
import { type MemorySocket, openMemorySocket } from '../memory-socket.ts'
import { closedCode } from './closed.ts'
import { inMicrotask } from '../../../engine/real-timers.ts'

/** Plays a response to a Node client: as the bytes of a connection, which its own parser reads. */
export function playTo(request: ClientRequest, playback: Playback): void {
  const socket = memorySocketOf(request)
  request.onSocket(socket as never)
  const framing = framingOf(request.method, playback)
  // The client first has its connection, and its request is written.
  request.once('finish', () => play(socket, playback, framing))
  socket.once('close', () => playback.abort())
}

/** A connection over which a response is played to a request that has been sent. */
export function playedConnection(request: ClientRequest, playback: Playback): MemorySocket {
  const socket = openMemorySocket(request.protocol === 'https:')
  const framing = framingOf(request.method, playback)
  inMicrotask(() => play(socket, playback, framing))
  socket.once('close', () => playback.abort())
  return socket
}

type Framing = 'none' | 'length' | 'chunked'

function framingOf(method: string, { head, response }: Playback): Framing {
  if (isBodyless(method, head.code)) return 'none'
  const hasTrailer = Object.keys(response.trailer).length > 0
  const hasLength = headerValue(head.headers, 'Content-Length') !== undefined
  return hasLength && !hasTrailer ? 'length' : 'chunked'
}

function play(socket: MemorySocket, playback: Playback, framing: Framing): void {
  const whole = playback.wholeBody
  if (whole !== undefined) {
    nowOrOwed(() => void socket.push(packetOf(playback, whole, framing)))
    return
  }
  const turns = new Turns(playback)
  socket.onWanted = () => turns.resume()
  playback.start({
    head: (head) => turns.next(socket.push(headBytes(head, framing))),
    chunk(bytes) {
      turns.next(socket.push(Buffer.concat(framed(bytes, framing))))
      return true
    },
    end(trailer) {
      socket.push(endBytes(trailer, framing))
    },
    fail: (error) => cut(socket, error),
  })
}

/** All of a response in one piece. */
function packetOf({ head, response }: Playback, whole: Body, framing: Framing): Buffer {
  // Not encoded into memory of its own: it is copied behind the head.
  const body = typeof whole === 'string' ? Buffer.from(whole) : whole
  const end = endBytes(response.trailer, framing)
  return Buffer.concat([headBytes(head, framing), ...framed(body, framing), end])
}

/** A connection that just ends is told to Node's clients as ECONNRESET, too, but in another way. */
function cut(socket: MemorySocket, error: Error): void {
  if ('code' in error && error.code === closedCode) socket.push(null)
  else socket.destroy(error)
}

function headBytes({ code, reason, headers }: ResponseHead, framing: Framing): Buffer {
  const fields = wirePairs(headers).filter(
    ([name]) => !(framing === 'chunked' && name.toLowerCase() === 'content-length'),
  )
  if (framing === 'chunked') fields.push(['Transfer-Encoding', 'chunked'])
  const lines = linesOf(fields)
  return Buffer.from(`HTTP/1.1 ${code} ${wireValue(reason)}\r\n${lines}\r\n`, 'latin1')
}

function linesOf(fields: readonly (readonly [string, string])[]): string {
  return fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}

/** Behind a body they would break it. */
const framingFields: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding'])

function framed(bytes: Uint8Array, framing: Framing): Uint8Array[] {
  if (framing === 'length') return [bytes]
  if (framing === 'none' || bytes.length === 0) return []
  return [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, crlf]
}

const crlf = Buffer.from('\r\n')

function endBytes(trailer: HeaderMap, framing: Framing): Buffer {
  if (framing !== 'chunked') return Buffer.alloc(0)
  const lines = linesOf(wirePairs(withoutHeaders(trailer, framingFields)))
  return Buffer.from(`0\r\n${lines}\r\n`, 'latin1')
}
