import type { Body } from '../core/body.ts'
import { chunksToKeep } from '../core/chunks.ts'
import { type HeaderMap, canonicalValue, noHeaders } from '../core/headers.ts'
import { isStreamType } from '../core/media.ts'
import type { Interaction } from '../core/model.ts'
import { requestOf, responseOf } from '../core/taken.ts'
import { BodyTaker, type TakenBody, noBody } from './body-taker.ts'
import { codeOf } from './error-code.ts'
import type { HttpRequest } from './http-request.ts'
import { errorToKeep } from './kept-error.ts'
import type { Asked, RecordingEvents } from './recording-events.ts'
import { type WireHead, expectedBytes, isCoded, toldBytes } from './wire-head.ts'

const nsPerMs = 1e6
const onlyOne: Asked = { order: 0, turn: {} }

/** How a response ended. */
interface End {
  /** Nanoseconds since its head. */
  readonly at: number
  readonly isWhole: boolean
  readonly trailer: HeaderMap
  readonly error: string | undefined
}

/**
 * One response being taken.
 *
 * Call each method *before* what it reports is passed on: when a client has seen the end, the interaction is on disk.
 */
export class Recording {
  readonly #request: HttpRequest
  readonly #events: RecordingEvents
  readonly #asked: Asked
  readonly #sentAt: number
  #sent: BodyTaker | undefined
  #received: BodyTaker | undefined
  #head: WireHead | undefined
  #headAt = 0
  #expectedBytes = Infinity
  #isSending = false
  #isSentInPart = false
  #isMocked = false
  #end: End | undefined
  #onDrain: (() => void) | undefined

  /** @param events - One for all recordings: to make as many functions for each takes longer than to call them. */
  constructor(request: HttpRequest, events: RecordingEvents, asked: Asked = onlyOne) {
    this.#request = request
    this.#events = events
    this.#asked = asked
    this.#sentAt = events.clock.now()
  }

  /** Whether the response has ended, one way or another. */
  get isSettled(): boolean {
    return this.#end !== undefined
  }

  /**
   * The request's body is on its way, and its end will be told with `sentAll()`.
   *
   * A response that ends before it is kept only then, with the whole body: it takes both to make an interaction.
   */
  sending(): void {
    this.#isSending = true
  }

  /**
   * The request's body has gone out.
   *
   * @param isWhole - Whether all of it has: a response may come before, and nobody wants the rest then. What is known of
   *   such a body says nothing about another: the request is matched without it.
   */
  sentAll(isWhole = true): void {
    if (!this.#isSending) return
    this.#isSending = false
    this.#isSentInPart = !isWhole
    if (this.#end !== undefined) this.#keep(this.#end)
  }

  /** Bytes of the request's body went out. Not needed where the request was handed over with its body. */
  sent(bytes: Uint8Array): void {
    this.#sent ??= this.#taker()
    this.#sent.take(bytes, 0)
  }

  /** The response's headers arrived. A response without a body is kept in this call. */
  head(head: WireHead): void {
    if (this.isSettled) return
    this.#head = head
    this.#headAt = this.#events.clock.now()
    this.#expectedBytes = expectedBytes(this.#request.method, head)
    this.#received = new BodyTaker(
      head.isDecoded || head.code === 206
        ? undefined
        : canonicalValue(head.headers, 'Content-Encoding'),
      this.#events.maxBodyBytes,
      this.#events.memory,
      this.#expectedBytes,
    )
    if (this.#expectedBytes === 0) this.end()
  }

  /** Bytes of the body arrived. The ones that complete Content-Length end the recording in this call. */
  data(bytes: Uint8Array): void {
    const received = this.#received
    if (this.isSettled || received === undefined) return
    const isLast = received.wireBytes + bytes.length >= this.#expectedBytes
    // What is kept in this call needs no copy.
    received.take(bytes, this.#sinceHead(), isLast && !this.#isSending)
    if (isLast) this.end()
  }

  /** The body ended. */
  end(trailer: HeaderMap = noHeaders): void {
    this.#settle(true, trailer, undefined)
  }

  /** The response was cut off, or there was none: an error with a `code`, of whatever client. */
  fail(error: unknown): void {
    this.#settle(false, noHeaders, codeOf(error))
    this.sentAll(false)
  }

  /** The client went away. A stream that had said its last word is whole all the same. */
  abort(): void {
    this.#settle(false, noHeaders, 'ABORT_ERR')
    this.sentAll(false)
  }

  /** Somebody else's mock answers: nothing of it is kept. */
  mocked(): void {
    this.#isMocked = !this.isSettled
    this.#settle(false, noHeaders, undefined)
  }

  /** Passes on what was told: at once, unless it waits for the disk, to the end of this turn. @returns whether it was at once */
  pass(run: () => void): boolean {
    if (this.isSettled && this.#events.pass !== undefined) return this.#events.pass(run)
    run()
    return true
  }

  /** What to do when the recorder stops and would have the rest of the body, whether or not the caller reads it. */
  onDrain(drain: () => void): void {
    this.#onDrain = drain
  }

  /** The recorder stops: asks the surface for the rest of the body. */
  drain(): void {
    if (!this.isSettled) this.#onDrain?.()
  }

  #settle(isWhole: boolean, trailer: HeaderMap, error: string | undefined): void {
    if (this.isSettled) return
    this.#end = { at: this.#sinceHead(), isWhole, trailer, error }
    if (!this.#isSending) this.#keep(this.#end)
  }

  #keep(end: End): void {
    const [head, received] = [this.#head, this.#received]
    this.#received = undefined
    if (head === undefined || received === undefined || this.#isMocked) {
      this.#sent?.drop()
      received?.drop()
      if (this.#isMocked) this.#events.mocked()
      else this.#events.fail()
    } else {
      const take = (): Interaction => ({
        id: 0,
        request: requestOf(this.#takenRequest()),
        response: this.#response(head, received.finish(end.isWhole, end.at), end),
      })
      this.#events.keep(take, this.#asked)
    }
    this.#events.settled?.(this)
  }

  #takenRequest(): Parameters<typeof requestOf>[0] {
    const { method, url, headers, isChunked } = this.#request
    const body = this.#request.body ?? ''
    const given = this.#sent?.finish(true, 0) ?? this.#takeWhole(body)
    const isUnknown = given.isTooLarge || this.#isSentInPart
    return {
      method,
      url,
      headers,
      body: isUnknown ? '' : given.body,
      isDecoded: given.isDecoded && !isUnknown,
      // An empty body of some length is one that was not kept.
      length: isUnknown ? Math.max(given.wireBytes, 1) : undefined,
      isChunked,
    }
  }

  #takeWhole(body: Body): TakenBody {
    if (body === '') return noBody
    const taker = this.#taker()
    taker.take(typeof body === 'string' ? Buffer.from(body) : body, 0)
    return taker.finish(true, 0)
  }

  #taker(): BodyTaker {
    const { maxBodyBytes, memory } = this.#events
    const { headers } = this.#request
    const coding = canonicalValue(headers, 'Content-Encoding')
    return new BodyTaker(coding, maxBodyBytes, memory, toldBytes(headers))
  }

  #response(
    head: WireHead,
    taken: TakenBody,
    { at, trailer, error }: End,
  ): Interaction['response'] {
    const chunks = chunksToKeep(taken.chunks, at, isStreamType(head.headers))
    return responseOf({
      code: head.code,
      reason: head.reason,
      proto: head.proto ?? 'HTTP/1.1',
      headers: head.headers,
      trailer,
      body: taken.body,
      isDecoded: taken.isDecoded || (head.isDecoded === true && isCoded(head.headers)),
      duration: Math.round((this.#headAt - this.#sentAt) * nsPerMs),
      chunks: taken.isTooLarge ? undefined : chunks,
      error: errorToKeep(head.headers, taken, error),
    })
  }

  #sinceHead(): number {
    return Math.round((this.#events.clock.now() - this.#headAt) * nsPerMs)
  }
}
