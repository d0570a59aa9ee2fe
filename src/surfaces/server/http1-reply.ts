import type { ServerResponse } from 'node:http'
import { isBodyless } from '../../core/head.ts'
import { inNextTurn, processClock } from '../../engine/clock.ts'
import { sendableReason } from '../sendable-reason.ts'
import { type RawFields, valuesOf } from './fields.ts'
import {
  type Fit,
  bytesText,
  chunkText,
  fittingTo,
  frameOf,
  framed,
  lastFrame,
  trailerFields,
} from './framing.ts'
import type { Prepared } from './prepared.ts'
import { type Reply, type ReplyHead, mostAtOnce } from './reply.ts'
import { watchEnd } from './response-end.ts'
import { nextTick } from '../next-tick.ts'

/** So many bytes at most wait for the ticks to pass. */
const mostHeld = 65_536
/** A large piece is not worth the copy. */
const mostCopied = 4_096
/** What a client gets to read the last of a body before its connection is reset, in milliseconds. */
const readingMs = 20
const nothing = new Uint8Array()

/** An answer over HTTP/1. */
export class Http1Reply implements Reply {
  code = 0
  bytes = 0
  readonly #response: ServerResponse
  #isWaited: boolean
  /** Whether the client can tell a body that was cut off from one that ended. */
  #isDelimited = true
  #isChunked = false
  /** What waits to go out with the head; nothing once that is out. */
  #held: Uint8Array[] | undefined
  #heldBytes = 0
  #isHolding = false
  #onDrain: (() => void) | undefined
  #isDrainWatched = false
  #onClose: ((isWhole: boolean) => void)[] | undefined

  /** @param isWaited - Whether the client waits for leave to send its body. */
  constructor(response: ServerResponse, isWaited = false) {
    // The Date that was recorded is the one to give, or none.
    response.sendDate = false
    this.#response = response
    this.#isWaited = isWaited
  }

  carries(code: number): boolean {
    return code >= 200 && code <= 999
  }

  proceed(): void {
    if (!this.#isWaited) return
    this.#isWaited = false
    this.#response.writeContinue()
  }

  inform(code: number, fields: RawFields): void {
    if (code === 102) this.#response.writeProcessing()
    const link = linksOf(fields)
    if (code === 103 && link.length > 0) this.#response.writeEarlyHints({ link })
  }

  head(head: ReplyHead): void {
    this.#begin(head, fittingTo(head, this.#mayChunk(head.code)))
    this.#held = []
    this.#goOn()
  }

  write(bytes: Uint8Array): boolean {
    this.bytes += bytes.length
    if (this.#held === undefined) return this.#drained(this.#writeOn(bytes))
    if (this.#isHolding) this.#goOn()
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#heldBytes > mostHeld) this.letGo()
    return true
  }

  end(trailer: RawFields = []): void {
    const last = this.#isChunked ? lastFrame(trailerFields(trailer)) : ''
    const held = this.#held
    if (held === undefined || this.#heldBytes > mostCopied) {
      // `end()` uncorks it.
      this.#response.socket?.cork()
      this.letGo()
      this.#response.end(last, 'latin1')
      return
    }
    this.#held = undefined
    this.#send(`${held.map(this.#isChunked ? chunkText : bytesText).join('')}${last}`)
  }

  hold(): void {
    this.#isHolding = true
  }

  /** The ticks have passed. */
  ticked(): void {
    if (!this.#isHolding) this.letGo()
  }

  /** Sends the head, and what has come with it. */
  letGo(): void {
    const held = this.#held
    if (held === undefined) return
    this.#held = undefined
    const { socket } = this.#response
    socket?.cork()
    // Sends the head. `flushHeaders()` would write it as UTF-8, and a field's value is Latin-1.
    if (held.length === 0) this.#response.write(nothing)
    for (const bytes of held) this.#writeOn(bytes)
    socket?.uncork()
  }

  whole(prepared: Prepared): boolean {
    if (prepared.bytes > mostAtOnce) return false
    const { head } = prepared
    const chunked = this.#mayChunk(head.code) ? framed(prepared) : undefined
    this.#begin(head, chunked ?? fittingTo(head, false))
    this.bytes += prepared.bytes
    const body = this.#isChunked ? chunked?.chunks : undefined
    this.#response.end(body ?? Buffer.concat(prepared.pieces))
    return true
  }

  cut(): void {
    this.letGo()
    const { socket } = this.#response
    if (socket === null) {
      // Its turn on the connection has not come yet.
      this.#response.once('socket', () => this.cut())
    } else if (this.#isDelimited || 'encrypted' in socket) {
      socket.destroySoon()
    } else {
      // To a client of HTTP/1.0 an orderly close would be the end of the body. A reset may take what it has not read.
      const reset = (): void => void socket.resetAndDestroy()
      socket.write('', () => processClock.at(processClock.now() + readingMs, reset))
    }
  }

  onDrain(resume: () => void): void {
    this.#onDrain = resume
  }

  onClose(closed: (isWhole: boolean) => void): void {
    // It may have been told so before anybody listened.
    if (this.#response.req.socket.destroyed) return inNextTurn(() => closed(false))
    if (this.#onClose !== undefined) return void this.#onClose.push(closed)
    const all = [closed]
    this.#onClose = all
    watchEnd(this.#response, (isWhole) => {
      for (const each of all) each(isWhole)
    })
  }

  /** What comes in the ticks that follow goes out with it. */
  #goOn(): void {
    this.#isHolding = false
    inTicks(3, this)
  }

  #writeOn(bytes: Uint8Array): boolean {
    const response = this.#response
    if (!this.#isChunked || bytes.length === 0) return response.write(bytes)
    if (bytes.length <= mostCopied) return response.write(frameOf(bytes))
    response.write(`${bytes.length.toString(16)}\r\n`, 'latin1')
    response.write(bytes)
    return response.write('\r\n', 'latin1')
  }

  /** Asked for only where the client is slower: most never are. */
  #drained(isDrained: boolean): boolean {
    if (!isDrained && !this.#isDrainWatched) {
      this.#isDrainWatched = true
      this.#response.on('drain', () => this.#onDrain?.())
    }
    return isDrained
  }

  /** Sends a small answer whole: its body, as Latin-1, with the head that has been begun. */
  #send(body: string): void {
    const response = this.#response
    const { socket } = response
    if (socket === null || body === '') return void response.end(body, 'latin1')
    // Node joins text with the head, so that one plain write takes both. To `end()` it would give three pieces.
    socket.cork()
    response.write(body, 'latin1')
    socket.uncork()
    response.end()
  }

  #begin({ code, reason }: ReplyHead, { fields, isDelimited }: Fit): void {
    const response = this.#response
    this.code = code
    this.#isDelimited = isDelimited
    // A body that was never asked for would be read as the next request.
    const all = this.#isWaited ? [...fields, 'Connection', 'close'] : fields
    response.writeHead(code, sendableReason(reason), all)
    // Its head says chunks. Node would join those of one turn (26 does), and give the socket three buffers for each.
    this.#isChunked = response.chunkedEncoding
    response.chunkedEncoding = false
  }

  #mayChunk(code: number): boolean {
    const { req, useChunkedEncodingByDefault } = this.#response
    return useChunkedEncodingByDefault && !isBodyless(req.method ?? '', code)
  }
}

/** What Node writes of them: it throws for any other. */
const link = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/

function linksOf(fields: RawFields): string[] {
  return valuesOf(fields, 'link')
    .flatMap((value) => value.split(/,\s*(?=<)/))
    .filter((value) => link.test(value))
}

/**
 * A body that has come with its head, and its end, are told of in the ticks that follow: they go out in one write. It is
 * still the same turn of the event loop.
 */
function inTicks(ticks: number, reply: Http1Reply): void {
  if (ticks === 0) reply.ticked()
  else nextTick(inTicks, ticks - 1, reply)
}
