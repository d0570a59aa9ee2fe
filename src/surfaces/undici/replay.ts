import { textValue } from '../../core/field-value.ts'
import { type ResponseHead, wirePairs } from '../../core/head.ts'
import type { HeaderMap } from '../../core/headers.ts'
import { soon } from '../../engine/owed-turn.ts'
import type { Patience, Playback } from '../../engine/playback.ts'
import {
  type Controller,
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  isModern,
} from './handler.ts'
import { type Fed, type Feeding, feed } from '../turns.ts'
import { nodeError } from '../taps/node-error.ts'
import { asOfUndici } from './error.ts'
import { inMicrotask } from '../../engine/real-timers.ts'

/**
 * Plays a response into the handler of whoever sent the request.
 *
 * @param patience - How long that waits: asked for where there are waits.
 */
export function playInto(handler: Handler, playback: Playback, patience: () => Patience): void {
  const fed = isModern(handler)
    ? new ModernFed(handler, playback)
    : new LegacyFed(handler, playback)
  feed(playback, fed, playback.waits ? patience() : undefined)
}

/** Tells a handler that its request was refused, in a later turn: earlier, fetch would hang. */
export function refuse(handler: Handler, error: unknown): void {
  soon(() => {
    if (!isModern(handler)) return handler.onError?.(nodeError(error))
    const controller = new PlaybackController(() => {})
    handler.onRequestStart(controller, {})
    handler.onResponseError?.(controller, nodeError(error))
  })
}

// Classes: a handful of functions for each request would take longer to make than to call.

class LegacyFed implements Fed {
  readonly #handler: LegacyHandler
  readonly #playback: Playback
  #feeding: Feeding | undefined

  constructor(handler: LegacyHandler, playback: Playback) {
    this.#handler = handler
    this.#playback = playback
  }

  begin(feeding: Feeding): void {
    this.#feeding = feeding
    this.#handler.onConnect?.((reason) => this.#abort(reason), {})
    this.#handler.onRequestSent?.()
  }

  head({ code, headers, reason }: ResponseHead): boolean {
    this.#handler.onResponseStarted?.()
    // As undici 7 hands them on.
    const encoding = this.#playback.response.proto === 'HTTP/2.0' ? 'utf8' : 'latin1'
    const raw = flatOf(wirePairs(headers), encoding)
    const resume = (): void => this.#feeding?.resume()
    return this.#handler.onHeaders?.(code, raw, resume, textValue(reason)) !== false
  }

  chunk(bytes: Buffer): boolean {
    return this.#handler.onData?.(bytes) !== false
  }

  end(trailer: HeaderMap): void {
    this.#handler.onComplete?.(flatOf(wirePairs(trailer)))
  }

  fail(error: unknown): void {
    this.#handler.onError?.(nodeError(asOfUndici(error)))
  }

  #abort(reason: unknown): void {
    abortOnce(this.#playback, reason, (error) => this.#handler.onError?.(error))
  }
}

class ModernFed implements Fed {
  readonly #handler: ModernHandler
  readonly #playback: Playback
  readonly #controller: PlaybackController
  #feeding: Feeding | undefined

  constructor(handler: ModernHandler, playback: Playback) {
    this.#handler = handler
    this.#playback = playback
    this.#controller = new PlaybackController(
      (reason) => this.#abort(reason),
      () => this.#feeding?.resume(),
    )
  }

  begin(feeding: Feeding): void {
    this.#feeding = feeding
    this.#handler.onRequestStart(this.#controller, {})
    this.#handler.onRequestSent?.()
  }

  head({ code, headers, reason }: ResponseHead): boolean {
    const controller = this.#controller
    const pairs = wirePairs(headers)
    controller.rawHeaders = flatOf(pairs)
    this.#handler.onResponseStarted?.()
    this.#handler.onResponseStart?.(controller, code, objectOf(pairs), textValue(reason))
    return !controller.paused
  }

  chunk(bytes: Buffer): boolean {
    this.#handler.onResponseData?.(this.#controller, bytes)
    return !this.#controller.paused
  }

  end(trailer: HeaderMap): void {
    const pairs = wirePairs(trailer)
    this.#controller.rawTrailers = flatOf(pairs)
    this.#handler.onResponseEnd?.(this.#controller, objectOf(pairs))
  }

  fail(error: unknown): void {
    this.#handler.onResponseError?.(this.#controller, nodeError(asOfUndici(error)))
  }

  #abort(reason: unknown): void {
    abortOnce(this.#playback, reason, (error) =>
      this.#handler.onResponseError?.(this.#controller, error),
    )
  }
}

/** How a handler steers a playback. */
export class PlaybackController implements Controller {
  rawHeaders?: Controller['rawHeaders']
  rawTrailers?: Controller['rawTrailers']
  aborted = false
  paused = false
  reason: unknown = null
  readonly #abort: (reason: unknown) => void
  readonly #resume: () => void

  constructor(abort: (reason: unknown) => void, resume: () => void = () => {}) {
    this.#abort = abort
    this.#resume = resume
  }

  abort(reason?: unknown): void {
    this.aborted = true
    this.reason = reason
    this.#abort(reason)
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    this.#resume()
  }
}

function abortOnce(playback: Playback, reason: unknown, fail: (reason: unknown) => void): void {
  if (playback.abort()) inMicrotask(() => fail(reason ?? abortError()))
}

/** What undici gives where a request is aborted without a reason. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), {
    name: 'AbortError',
    code: 'UND_ERR_ABORTED',
  })
}

type Pairs = readonly (readonly [string, string])[]

function flatOf(pairs: Pairs, encoding: BufferEncoding = 'latin1'): Buffer[] {
  if (encoding === 'latin1' && pairs.length > 1) return cutFrom(pairs)
  const flat: Buffer[] = []
  for (const [name, value] of pairs)
    flat.push(Buffer.from(name, encoding), Buffer.from(value, encoding))
  return flat
}

/** Encoded in one go: a call for each text takes half as long again. */
function cutFrom(pairs: Pairs): Buffer[] {
  let text = ''
  for (const [name, value] of pairs) text += name + value
  const { buffer, byteOffset } = Buffer.from(text, 'latin1')
  const flat: Buffer[] = []
  let at = byteOffset
  for (const [name, value] of pairs) {
    const valueAt = at + name.length
    flat.push(Buffer.from(buffer, at, name.length), Buffer.from(buffer, valueAt, value.length))
    at = valueAt + value.length
  }
  return flat
}

function objectOf(pairs: Pairs): Record<string, string | string[]> {
  const fields = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase()
    const known = fields[lower]
    if (known === undefined) fields[lower] = value
    else fields[lower] = Array.isArray(known) ? [...known, value] : [known, value]
  }
  return fields
}
