import { type Http2ServerResponse, constants } from 'node:http2'
import { inNextTurn } from '../../engine/clock.ts'
import { isBodyless } from '../../core/head.ts'
import { http2Fields } from '../http2-fields.ts'
import { type RawFields, keeping } from './fields.ts'
import { trailerFields } from './framing.ts'
import type { Prepared } from './prepared.ts'
import { type Reply, type ReplyHead, mostAtOnce } from './reply.ts'

/** An answer over HTTP/2. */
export class Http2Reply implements Reply {
  code = 0
  bytes = 0
  readonly #response: Http2ServerResponse
  readonly #isWaited: boolean
  #isEnded = false

  /** @param isWaited - Whether the client waits for leave to send its body. */
  constructor(response: Http2ServerResponse, isWaited = false) {
    response.sendDate = false
    this.#response = response
    this.#isWaited = isWaited
  }

  carries(code: number): boolean {
    return code >= 200 && code <= 599
  }

  proceed(): void {
    if (this.#isWaited && !this.#isGone) this.#response.writeContinue()
  }

  inform(code: number, fields: RawFields): void {
    const { stream } = this.#response
    if (!stream.destroyed) stream.additionalHeaders({ ...http2Fields(fields), ':status': code })
  }

  head({ code, fields }: ReplyHead): void {
    this.code = code
    if (!this.#isGone) this.#response.writeHead(code, http2Fields(fieldsFor(code, fields)))
  }

  write(bytes: Uint8Array): boolean {
    this.bytes += bytes.length
    const isBare = bodyless.has(this.code) || isBodyless(this.#response.req.method, this.code)
    if (this.#isGone || isBare) return true
    return this.#response.write(bytes)
  }

  end(trailer: RawFields = []): void {
    this.#isEnded = true
    if (this.#isGone) return
    const fields = trailerFields(trailer)
    if (fields.length > 0) this.#response.addTrailers(http2Fields(fields))
    this.#response.end()
  }

  whole({ head, pieces, bytes, trailer }: Prepared): boolean {
    if (bytes > mostAtOnce) return false
    this.head(head)
    for (const piece of pieces) this.write(piece)
    this.end(trailer)
    return true
  }

  cut(): void {
    const { stream } = this.#response
    if (this.#isGone) return
    const reset = (): void => stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    // A reset overtakes what waits to be written.
    if (stream.headersSent && !stream.writableEnded) stream.write(nothing, reset)
    else reset()
  }

  onDrain(resume: () => void): void {
    this.#response.on('drain', resume)
  }

  onClose(closed: (isWhole: boolean) => void): void {
    const { stream } = this.#response
    // One that is destroyed may have said so already.
    if (stream.destroyed) return inNextTurn(() => closed(false))
    // A client that closes its whole session resets no stream of it; Node ends them in our place.
    const isWhole = (): boolean => stream.rstCode === constants.NGHTTP2_NO_ERROR && this.#isEnded
    stream.once('close', () => closed(isWhole()))
  }

  get #isGone(): boolean {
    const { stream } = this.#response
    return stream.destroyed || stream.closed
  }
}

/** Over HTTP/2 their streams end with the head. */
const bodyless: ReadonlySet<number> = new Set([204, 205])

/** A length that the stream does not have breaks it. */
function fieldsFor(code: number, fields: RawFields): RawFields {
  return bodyless.has(code) ? keeping(fields, (name) => name !== 'content-length') : fields
}

const nothing = new Uint8Array()
