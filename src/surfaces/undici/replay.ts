import { textValue } from '../../core/field-value.ts'
import { wirePairs } from '../../core/head.ts'
import type { HeaderMap } from '../../core/headers.ts'
import { inOwedTurn, owesTurn } from '../../engine/owed-turn.ts'
import type { Patience, Playback } from '../../engine/playback.ts'
import {
  type Controller,
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  isModern,
} from './handler.ts'
import { type Fed, feed } from '../turns.ts'
import { asOfUndici } from './error.ts'
import { inMicrotask } from '../../engine/real-timers.ts'

/**
 * Plays a response into the handler of whoever sent the request.
 *
 * @param patience - How long that waits: asked for where there are waits.
 */
export function playInto(handler: Handler, playback: Playback, patience: () => Patience): void {
  const drive = isModern(handler) ? driveModern : driveLegacy
  const its = playback.waits ? patience() : undefined
  drive(handler as LegacyHandler & ModernHandler, playback, its)
}

/** Tells a handler that its request was refused, in a later turn: earlier, fetch would hang. */
export function refuse(handler: Handler, error: unknown): void {
  const tell = (): void => {
    if (!isModern(handler)) return handler.onError?.(error)
    const controller = new PlaybackController(() => {})
    handler.onRequestStart(controller, {})
    handler.onResponseError?.(controller, error)
  }
  if (owesTurn()) inOwedTurn(tell)
  else inMicrotask(tell)
}

function driveLegacy(
  handler: LegacyHandler,
  playback: Playback,
  patience: Patience | undefined,
): void {
  const abort = abortOnce(playback, (reason) => handler.onError?.(reason))
  // As undici 7 hands them on.
  const encoding = playback.response.proto === 'HTTP/2.0' ? 'utf8' : 'latin1'
  const fed: Fed = {
    begin() {
      handler.onConnect?.(abort, {})
      handler.onRequestSent?.()
    },
    head({ code, headers, reason }) {
      handler.onResponseStarted?.()
      return (
        handler.onHeaders?.(code, flatOf(headers, encoding), resume, textValue(reason)) !== false
      )
    },
    chunk: (bytes) => handler.onData?.(bytes) !== false,
    end: (trailer) => handler.onComplete?.(flatOf(trailer)),
    fail: (error) => handler.onError?.(asOfUndici(error)),
  }
  const resume = feed(playback, fed, patience)
}

function driveModern(
  handler: ModernHandler,
  playback: Playback,
  patience: Patience | undefined,
): void {
  const abort = abortOnce(playback, (reason) => handler.onResponseError?.(controller, reason))
  const controller = new PlaybackController(abort, () => resume())
  const fed: Fed = {
    begin() {
      handler.onRequestStart(controller, {})
      handler.onRequestSent?.()
    },
    head({ code, headers, reason }) {
      controller.rawHeaders = flatOf(headers)
      handler.onResponseStarted?.()
      handler.onResponseStart?.(controller, code, objectOf(headers), textValue(reason))
      return !controller.paused
    },
    chunk(bytes) {
      handler.onResponseData?.(controller, bytes)
      return !controller.paused
    },
    end(trailer) {
      controller.rawTrailers = flatOf(trailer)
      handler.onResponseEnd?.(controller, objectOf(trailer))
    },
    fail: (error) => handler.onResponseError?.(controller, asOfUndici(error)),
  }
  const resume = feed(playback, fed, patience)
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

function abortOnce(
  playback: Playback,
  fail: (reason: unknown) => void,
): (reason?: unknown) => void {
  return (reason) => {
    if (playback.abort()) inMicrotask(() => fail(reason ?? abortError()))
  }
}

/** What undici gives where a request is aborted without a reason. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), {
    name: 'AbortError',
    code: 'UND_ERR_ABORTED',
  })
}

function flatOf(headers: HeaderMap, encoding: BufferEncoding = 'latin1'): Buffer[] {
  const pairs = wirePairs(headers)
  if (encoding === 'latin1' && pairs.length > 1) return cutFrom(pairs)
  const flat: Buffer[] = []
  for (const [name, value] of pairs)
    flat.push(Buffer.from(name, encoding), Buffer.from(value, encoding))
  return flat
}

/** Encoded in one go: a call for each text takes half as long again. */
function cutFrom(pairs: readonly [string, string][]): Buffer[] {
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

function objectOf(headers: HeaderMap): Record<string, string | string[]> {
  const fields = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of wirePairs(headers)) {
    const lower = name.toLowerCase()
    const known = fields[lower]
    if (known === undefined) fields[lower] = value
    else fields[lower] = Array.isArray(known) ? [...known, value] : [known, value]
  }
  return fields
}
