import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** What is sent to whoever has sent a head. */
export type Answer = (socket: Socket) => void

export const chunkedHead: string =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n'
const sizedHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n'
export const event: string = 'data: {"n":1}\n\n'
export const eventChunk: string = `${event.length.toString(16)}\r\n${event}\r\n`
const zipped = gzipSync('zipped '.repeat(500))

/** Waits until what was written has been read, in this process: a reset throws away what has not. */
export function later(run: () => void, turns = 5): void {
  setImmediate(() => (turns === 0 ? run() : later(run, turns - 1)))
}

export function afterWriting(start: string | Buffer, end: Answer): Answer {
  return (socket) => {
    socket.write(start)
    later(() => end(socket))
  }
}

export const cut: Answer = (socket) => socket.destroy()
export const reset: Answer = (socket) => socket.resetAndDestroy()
export const stall: Answer = () => {}

export const heads: readonly (readonly [string, Answer])[] = [
  ['a connection that ends before the headers', cut],
  ['a connection that is reset before the headers', reset],
  ['a connection that is half closed before the headers', (socket) => socket.end()],
  ['headers that are cut off', afterWriting('HTTP/1.1 200 OK\r\nContent-Ty', cut)],
  ['headers that are reset', afterWriting('HTTP/1.1 200 OK\r\nContent-Ty', reset)],
  ['an answer that is no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n')],
  [
    'a head that is too large',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(90_000)}\r\n\r\n`),
  ],
  [
    'a length that is no number',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'),
  ],
  [
    'a length and chunks',
    (socket) =>
      socket.end(
        'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ),
  ],
]

export const bodies: readonly (readonly [string, Answer])[] = [
  ['a body of a told length that is cut off', afterWriting(`${sizedHead}\r\nsome of it`, cut)],
  ['a body of a told length that is reset', afterWriting(`${sizedHead}\r\nsome of it`, reset)],
  ['a body of a told length that is never begun', afterWriting(`${sizedHead}\r\n`, cut)],
  ['a stream that is cut off', afterWriting(`${chunkedHead}\r\n${eventChunk}`, cut)],
  ['a stream that is reset', afterWriting(`${chunkedHead}\r\n${eventChunk}`, reset)],
  [
    'a stream that is cut off in a chunk',
    afterWriting(`${chunkedHead}\r\n${eventChunk}ff\r\nhalf`, cut),
  ],
  [
    'a stream with a chunk that is none',
    afterWriting(`${chunkedHead}\r\n${eventChunk}`, (socket) => socket.end('zz\r\n')),
  ],
  ['a stream that is reset at once', afterWriting(`${chunkedHead}\r\n`, reset)],
  [
    'a body with a coding that is cut off',
    afterWriting(
      Buffer.concat([
        Buffer.from(
          `${sizedHead.replace('100', String(zipped.length))}Content-Encoding: gzip\r\n\r\n`,
        ),
        zipped.subarray(0, 20),
      ]),
      cut,
    ),
  ],
  [
    'a body that is not of its coding',
    (socket) => socket.end(`${sizedHead}Content-Encoding: gzip\r\n\r\n${'not gzip. '.repeat(10)}`),
  ],
  [
    'a body whose coding ends early',
    (socket) => {
      const part = zipped.subarray(0, 30)
      socket.write(`${sizedHead.replace('100', String(part.length))}Content-Encoding: gzip\r\n\r\n`)
      socket.end(part)
    },
  ],
]
