import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isBodyless } from '../../core/head.ts'
import { processClock } from '../../engine/clock.ts'
import { type RawFields, pairsOf, valuesOf } from './fields.ts'
import { fittingTo, frameOf, framed, trailerFields } from './framing.ts'
import type { Prepared } from './prepared.ts'
import { type Reply, type ReplyHead, mostAtOnce } from './reply.ts'

/** An answer over HTTP/1. */
export class Http1Reply implements Reply {
  code = 0
  bytes = 0
  readonly #response: ServerResponse
  #isWaited: boolean
  /** Whether the client can tell a body that was cut off from one that ended. */
  #isDelimited = true
  #resume = (): void => {}
  #isSlow = false

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
    this.#begin(head)
    const { socket } = this.#response
    socket?.cork()
    // Sends the head. `flushHeaders()` would write it as UTF-8, and a field's value is Latin-1.
    this.#response.write(nothing)
    if (socket !== null) inTicks(3, () => socket.uncork())
  }

  write(bytes: Uint8Array): boolean {
    this.bytes += bytes.length
    const { socket, chunkedEncoding } = this.#response
    // Framed by us a piece costs the socket one buffer in place of three; a large one is not worth the copy.
    const isOurs = chunkedEncoding && socket !== null && bytes.length > 0
    if (!isOurs || bytes.length > mostCopied) return this.#response.write(bytes)
    const goesOn = socket.write(frameOf(bytes))
    if (!goesOn) this.#awaitDrain(socket)
    return goesOn
  }

  end(trailer: RawFields = []): void {
    const response = this.#response
    const fields = pairsOf(trailerFields(trailer))
    if (fields.length > 0 && response.chunkedEncoding) response.addTrailers(fields)
    response.end()
  }

  whole(prepared: Prepared): boolean {
    if (prepared.bytes > mostAtOnce) return false
    const { head, pieces, trailer } = prepared
    const response = this.#response
    this.bytes += prepared.bytes
    this.#begin(head)
    if (response.chunkedEncoding && trailer.length === 0) {
      // Its head says chunks. Framed once for all, they cost less than if Node framed them.
      response.chunkedEncoding = false
      response.end(framed(prepared))
      return true
    }
    for (const piece of pieces) response.write(piece)
    this.end(trailer)
    return true
  }

  cut(): void {
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
    this.#resume = resume
    this.#response.on('drain', resume)
  }

  onClose(closed: (isWhole: boolean) => void): void {
    this.#response.once('close', () => closed(this.#response.writableFinished))
  }

  #begin(head: ReplyHead): void {
    this.code = head.code
    this.#response.writeHead(head.code, sendable(head.reason), this.#fitting(head))
  }

  #awaitDrain(socket: Socket): void {
    if (this.#isSlow) return
    this.#isSlow = true
    socket.once('drain', () => {
      this.#isSlow = false
      this.#resume()
    })
  }

  #fitting(head: ReplyHead): string[] {
    const { req, useChunkedEncodingByDefault } = this.#response
    const mayChunk = useChunkedEncodingByDefault && !isBodyless(req.method ?? '', head.code)
    const { fields, isDelimited } = fittingTo(head, mayChunk)
    this.#isDelimited = isDelimited
    // A body that was never asked for would be read as the next request.
    return this.#isWaited ? [...fields, 'Connection', 'close'] : fields
  }
}

/** What Node writes of them: it throws for any other. */
const link = /^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/

function linksOf(fields: RawFields): string[] {
  return valuesOf(fields, 'link')
    .flatMap((value) => value.split(/,\s*(?=<)/))
    .filter((value) => link.test(value))
}

const nothing = new Uint8Array()

/**
 * A body that has come with its head, and its end, are told of in the ticks that follow: they go out in one write. It is
 * still the same turn of the event loop.
 */
function inTicks(ticks: number, run: () => void): void {
  if (ticks === 0) run()
  else process.nextTick(inTicks, ticks - 1, run)
}

const mostCopied = 4096
/** What a client gets to read the last of a body before its connection is reset, in milliseconds. */
const readingMs = 20

function sendable(reason: string): string {
  return reason.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ')
}
