import { type Socket, connect } from 'node:net'
import { requestBody } from './streams.ts'

// A client that costs next to nothing, so that what is measured is the server: sockets, one buffer, no parser.

const request = Buffer.from(
  [
    'POST /v1/chat/completions HTTP/1.1',
    'Host: localhost',
    'Accept: text/event-stream',
    'Content-Type: application/json',
    `Content-Length: ${requestBody.length}`,
    '',
    requestBody,
  ].join('\r\n'),
)
const buffer = Buffer.alloc(1_048_576)

/** One connection, asked for the stream as often as its owner wants. */
class Connection {
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
  }

  static open(
    port: number,
    onText: (text: string, connection: Connection) => void,
  ): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const callback = (length: number): boolean => {
        onText(buffer.toString('latin1', 0, length), connection)
        return true
      }
      const onread = { buffer, callback }
      const socket = connect({ port, host: '127.0.0.1', onread }, () => resolve(connection))
      const connection = new Connection(socket)
      socket.once('error', reject)
    })
  }

  ask(): void {
    this.#socket.write(request)
  }

  close(): void {
    this.#socket.destroy()
  }
}

/** Asks so many times, over so many connections that are kept. @returns answers a second */
export async function rateOf(port: number, times: number, connections: number): Promise<number> {
  let toAsk = times - connections
  let toCome = times
  let done = (): void => {}
  const all = new Promise<void>((resolve) => (done = resolve))
  const opened = await openAll(connections, port, () => {
    const answer = new AnswerReader()
    return (text, connection) => {
      if (!answer.isWhole(text)) return
      if (--toCome === 0) done()
      else if (toAsk-- > 0) connection.ask()
    }
  })
  const begun = performance.now()
  for (const connection of opened) connection.ask()
  await all
  const took = performance.now() - begun
  for (const connection of opened) connection.close()
  return (times / took) * 1000
}

type TakeText = (text: string, connection: Connection) => void

function openAll(count: number, port: number, taker: () => TakeText): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => Connection.open(port, taker())))
}

/** Sees where answers end: with their last chunk, or after their length. */
class AnswerReader {
  #isBegun = false
  #left = Infinity
  #tail = ''

  isWhole(text: string): boolean {
    if (!this.#isBegun) this.#begin(text)
    this.#left -= text.length
    this.#tail = (this.#tail + text).slice(-5)
    if (this.#left > 0 && this.#tail !== '0\r\n\r\n') return false
    this.#isBegun = false
    return true
  }

  #begin(text: string): void {
    if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(text)
    const end = text.indexOf('\r\n\r\n') + 4
    const told = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1]
    this.#left = told === undefined ? Infinity : end + Number(told)
    this.#isBegun = true
    this.#tail = ''
  }
}

/**
 * Asks for many streams at once.
 *
 * @returns how late the headers and each chunk came, in milliseconds, from the least to the most: behind the schedule
 *   of their stream by which nothing came early.
 * @throws where a chunk was lost, or came in another order, in one with another, or in parts.
 */
export async function latenessOf(
  port: number,
  streams: number,
  events: readonly string[],
  everyMs: number,
): Promise<readonly number[]> {
  let running = streams
  let done = (): void => {}
  let fail = (_error: Error): void => {}
  const all = new Promise<void>((resolve, reject) => ([done, fail] = [resolve, reject]))
  const readers: StreamReader[] = []
  const opened = await openAll(streams, port, () => {
    const reader = new StreamReader(events, everyMs)
    readers.push(reader)
    return (text) => {
      const wrong = reader.take(text, performance.now())
      if (wrong !== undefined) fail(new Error(wrong))
      else if (reader.isOver && --running === 0) done()
    }
  })
  for (const connection of opened) connection.ask()
  await all
  for (const connection of opened) connection.close()
  return readers.flatMap(({ lateness }) => lateness).sort((a, b) => a - b)
}

/** Takes a stream apart, chunk by chunk. */
class StreamReader {
  isOver = false
  /** When the headers and each chunk came, less what the schedule has them apart. */
  readonly #at: number[] = []
  readonly #events: readonly string[]
  readonly #everyMs: number
  #rest = ''

  constructor(events: readonly string[], everyMs: number) {
    this.#events = events
    this.#everyMs = everyMs
  }

  get lateness(): readonly number[] {
    const onTime = Math.min(...this.#at)
    return this.#at.map((at) => at - onTime)
  }

  /** @returns what is wrong with it, if anything is */
  take(text: string, now: number): string | undefined {
    this.#rest += text
    if (this.#at.length === 0 && !this.#takeHead(now)) return undefined
    for (let chunk = this.#next(); chunk !== undefined; chunk = this.#next()) {
      const nth = this.#at.length - 1
      this.isOver = chunk === '' && nth === this.#events.length
      if (this.isOver) return undefined
      if (chunk !== this.#events[nth]) return `chunk ${nth} is ${JSON.stringify(chunk)}`
      this.#at.push(now - nth * this.#everyMs)
    }
    return undefined
  }

  #takeHead(now: number): boolean {
    const end = this.#rest.indexOf('\r\n\r\n')
    if (end < 0) return false
    this.#at.push(now)
    this.#rest = this.#rest.slice(end + 4)
    return true
  }

  #next(): string | undefined {
    const end = this.#rest.indexOf('\r\n')
    const size = Number.parseInt(this.#rest.slice(0, end), 16)
    const isWhole = end >= 0 && this.#rest.length >= end + size + 4
    if (!isWhole) return undefined
    const chunk = this.#rest.slice(end + 2, end + 2 + size)
    this.#rest = this.#rest.slice(end + size + 4)
    return chunk
  }
}
