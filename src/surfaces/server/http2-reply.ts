import { type Http2ServerResponse, type ServerHttp2Stream, constants } from 'node:http2'
import { inNextTurn } from '../../engine/clock.ts'
import { isBodyless } from '../../core/head.ts'
import { http2Fields } from '../http2-fields.ts'
import { watchBlocked } from './blocked-clients.ts'
import { type RawFields, isNamed, keeping } from './fields.ts'
import { trailerFields } from './framing.ts'
import type { Prepared } from './prepared.ts'
import { type Reply, type ReplyHead, mostAtOnce } from './reply.ts'

/**
 * An answer over HTTP/2.
 *
 * It is written to the stream itself: Node's response asks for trailers of every stream, and Node 20 ends the process where
 * it asks one that is gone (nodejs/node#41458).
 */
export class Http2Reply implements Reply {
  code = 0
  bytes = 0
  readonly #response: Http2ServerResponse
  readonly #stream: ServerHttp2Stream
  readonly #isWaited: boolean
  #isEnded = false
  #isBlocked = false

  /** @param isWaited - Whether the client waits for leave to send its body. */
  constructor(response: Http2ServerResponse, isWaited = false) {
    this.#response = response
    this.#stream = response.stream
    this.#isWaited = isWaited
    // A client that leaves without an error code: Node would wait for ever for what it will not read.
    this.#stream.once('aborted', () => inNextTurn(() => this.#stream.destroy()))
  }

  carries(code: number): boolean {
    return code >= 200 && code <= 599
  }

  proceed(): void {
    if (this.#isWaited && !this.#isGone) this.#response.writeContinue()
  }

  inform(code: number, fields: RawFields): void {
    const stream = this.#stream
    if (!stream.destroyed) stream.additionalHeaders({ ...http2Fields(fields), ':status': code })
  }

  head({ code, fields, hasTrailer }: ReplyHead): void {
    this.code = code
    if (this.#isGone) return
    const head = { ':status': code, ...http2Fields(fieldsFor(code, fields)) }
    const waitForTrailers = hasTrailer || 'trailer' in head || this.#wantsTrailers
    const options = { sendDate: false, waitForTrailers }
    this.#stream.respond(head, options)
  }

  write(bytes: Uint8Array): boolean {
    this.bytes += bytes.length
    const isBare = bodyless.has(this.code) || isBodyless(this.#response.req.method, this.code)
    if (this.#isGone || isBare) return true
    const isTaken = this.#stream.write(bytes)
    if (!isTaken) this.#watchBlocked()
    return isTaken
  }

  end(trailer: RawFields = []): void {
    this.#isEnded = true
    if (this.#isGone) return
    const fields = trailerFields(trailer)
    if (fields.length > 0) this.#response.addTrailers(http2Fields(fields))
    const end = (): void => void this.#stream.end()
    // Of a client that leaves Node tells only as long as there is more to come.
    if (this.#stream.writableLength > 0) this.#stream.write(nothing, end)
    else end()
  }

  // Node sends what comes in one turn together.
  hold(): void {}

  whole({ head, pieces, bytes, trailer }: Prepared): boolean {
    if (bytes > mostAtOnce) return false
    this.head(head)
    for (const piece of pieces) this.write(piece)
    this.end(trailer)
    return true
  }

  cut(): void {
    const stream = this.#stream
    if (this.#isGone) return
    // Closed, it would say in good order that it ends.
    const reset = (): void => void stream.destroy(new Error('The response was cut off.'))
    // A reset overtakes what waits to be written.
    if (stream.headersSent && !stream.writableEnded) stream.write(nothing, reset)
    else reset()
  }

  onDrain(resume: () => void): void {
    this.#stream.on('drain', resume)
  }

  onClose(closed: (isWhole: boolean) => void): void {
    const stream = this.#stream
    // One that is destroyed may have said so already.
    if (stream.destroyed) return inNextTurn(() => closed(false))
    // A client that closes its whole session resets no stream of it; Node ends them in our place.
    const isWhole = (): boolean =>
      stream.rstCode === constants.NGHTTP2_NO_ERROR &&
      this.#isEnded &&
      !stream.aborted &&
      stream.writableFinished
    stream.once('close', () => closed(isWhole()))
  }

  #watchBlocked(): void {
    if (this.#isBlocked || this.#stream.session?.encrypted !== true) return
    this.#isBlocked = true
    watchBlocked(this.#stream, () => (this.#isBlocked = false))
  }

  /** Whether the client asks for fields behind the body: an upstream may send them without a word before. */
  get #wantsTrailers(): boolean {
    return /\btrailers\b/i.test(String(this.#response.req.headers.te ?? ''))
  }

  get #isGone(): boolean {
    return this.#stream.destroyed || this.#stream.closed
  }
}

/** Over HTTP/2 their streams end with the head. */
const bodyless: ReadonlySet<number> = new Set([204, 205])

/** A length that the stream does not have breaks it. */
function fieldsFor(code: number, fields: RawFields): RawFields {
  return bodyless.has(code) ? keeping(fields, (name) => !isNamed(name, 'content-length')) : fields
}

const nothing = new Uint8Array()
