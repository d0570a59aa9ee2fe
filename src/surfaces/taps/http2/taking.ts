import { errorMonitor } from 'node:events'
import type { ClientHttp2Stream } from 'node:http2'
import { headersOfRaw } from '../../../core/headers.ts'
import type { Recording } from '../../../engine/recording.ts'
import { errorOf } from './codes.ts'
import { isDisconnected } from './session.ts'
import { define } from '../define.ts'
import { takeUpload } from '../http/upload.ts'
import { nextTick } from '../../next-tick.ts'

/**
 * Takes what a stream of a client sends and gets, and changes nothing that its client can see.
 *
 * Node tells of a head in a tick of its own, which may come behind the body, and ends a stream in the same way whether it
 * is whole or not.
 */
export function takeFromStream(stream: ClientHttp2Stream, recording: Recording): void {
  takeUpload(stream, recording)
  const taking = new StreamTaking(stream, recording)
  const heard: Heard = stream
  heard.on('response', (_fields, _flags, raw) => taking.head(raw))
  heard.on('trailers', (_fields, _flags, raw) => taking.trailers(raw))
  stream.on(errorMonitor, (error) => taking.cut(error))
  stream.once('close', () => taking.cut(undefined))
}

/** That fields are told as a list, too, as they came over the wire, is not in the types. */
interface Heard {
  on(
    event: 'response' | 'trailers',
    hear: (fields: object, flags: number, raw: readonly string[]) => void,
  ): unknown
}

type Push = (piece: Uint8Array | null) => boolean
type Leave = (reason?: unknown, ...more: unknown[]) => unknown

class StreamTaking {
  readonly #stream: ClientHttp2Stream
  readonly #recording: Recording
  /** What came before it was told of the head. `undefined` afterwards. */
  #early: Uint8Array[] | undefined = []
  #isLeft = false
  #isDraining = false

  constructor(stream: ClientHttp2Stream, recording: Recording) {
    this.#stream = stream
    this.#recording = recording
    this.#watchBody()
    this.#watchLeaving('close')
    this.#watchLeaving('destroy')
  }

  head(raw: readonly string[]): void {
    this.#recording.head({
      code: Number(raw[raw.indexOf(':status') + 1]),
      reason: '',
      proto: 'HTTP/2.0',
      headers: headersOfRaw(withoutStatus(raw)),
    })
    this.#recording.onDrain(() => this.#drain())
    for (const piece of this.#early ?? []) this.#recording.data(piece)
    this.#early = undefined
  }

  trailers(raw: readonly string[]): void {
    this.#recording.end(headersOfRaw(raw))
  }

  /** It is over: of a recording that had its end already nothing changes. */
  cut(error: Error | undefined): void {
    if (this.#isLeft) this.#recording.abort()
    else this.#recording.fail(errorOf(this.#stream, error))
  }

  #watchBody(): void {
    const stream = this.#stream
    const push = stream.push.bind(stream) as Push
    define(stream, 'push', (piece: Uint8Array | null) => {
      if (piece === null) this.#ended()
      else if (this.#early === undefined) this.#recording.data(piece)
      else this.#early.push(piece)
      return push(piece) || this.#isDraining
    })
  }

  #ended(): void {
    if (this.#stream.destroyed || this.#stream.rstCode !== 0) return
    // Behind the head and the trailers that came with it, and before its reader is told of the end.
    nextTick(() => this.#recording.end())
  }

  /** Who ends a stream before it was closed is its client, unless all of its connection is gone. */
  #watchLeaving(name: 'close' | 'destroy'): void {
    const stream = this.#stream
    const leave = (stream[name] as Leave).bind(stream)
    define(stream, name, (...reasons: unknown[]) => {
      if (!stream.closed && !isBroken(stream, reasons[0])) this.#isLeft = true
      return leave(...reasons)
    })
  }

  #drain(): void {
    this.#isDraining = true
    // Goes on reading whether or not its client does.
    this.#stream._read(0)
  }
}

/** Whether the connection of a stream has ended it. */
function isBroken({ session }: ClientHttp2Stream, reason: unknown): boolean {
  if (session === undefined || isDisconnected(session)) return true
  return session.destroyed && reason instanceof Error
}

function withoutStatus(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !raw[index - (index % 2)]?.startsWith(':'))
}
