import { type ResponseHead, wirePairs } from '../core/head.ts'
import type { HeaderMap } from '../core/headers.ts'
import { inNextTurn } from '../engine/clock.ts'
import type { Playback, PlaybackSink } from '../engine/playback.ts'
import {
  type Controller,
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  isModern,
} from './undici-handler.ts'

// A reader of undici's joins chunks that come in one turn of the event loop, so each gets a turn of its own.

/** Plays a response into the handler of whoever sent the request. */
export function playInto(handler: Handler, playback: Playback): void {
  const drive = isModern(handler) ? driveModern : driveLegacy
  drive(handler as LegacyHandler & ModernHandler, playback)
}

/** Tells a handler that its request was refused, in a later turn: earlier, fetch would hang. */
export function refuse(handler: Handler, error: unknown): void {
  queueMicrotask(() => {
    if (!isModern(handler)) return handler.onError?.(error)
    const controller = new PlaybackController(() => {})
    handler.onRequestStart(controller, {})
    handler.onResponseError?.(controller, error)
  })
}

function driveLegacy(handler: LegacyHandler, playback: Playback): void {
  const abort = abortOnce(playback, (reason) => handler.onError?.(reason))
  queueMicrotask(() => {
    handler.onConnect?.(abort, {})
    handler.onRequestSent?.()
  })
  playback.start({
    head(head) {
      const resume = (): void => playback.resume()
      const goesOn = handler.onHeaders?.(head.code, flatOf(head.headers), resume, head.reason)
      playback.pause()
      if (goesOn !== false) inNextTurn(resume)
    },
    chunk(bytes) {
      if (handler.onData?.(Buffer.from(bytes)) !== false) inNextTurn(() => playback.resume())
      return false
    },
    end: (trailer) => handler.onComplete?.(flatOf(trailer)),
    fail: (error) => handler.onError?.(error),
  })
}

function driveModern(handler: ModernHandler, playback: Playback): void {
  const abort = abortOnce(playback, (reason) => handler.onResponseError?.(controller, reason))
  const controller = new PlaybackController(abort, playback)
  queueMicrotask(() => {
    handler.onRequestStart(controller, {})
    handler.onRequestSent?.()
  })
  playback.start(modernSink(handler, controller, playback))
}

function modernSink(
  handler: ModernHandler,
  controller: Controller,
  playback: Playback,
): PlaybackSink {
  const goOn = (): void => {
    if (!controller.paused) playback.resume()
  }
  return {
    head({ code, headers, reason }: ResponseHead) {
      controller.rawHeaders = flatOf(headers)
      handler.onResponseStart?.(controller, code, objectOf(headers), reason)
      playback.pause()
      inNextTurn(goOn)
    },
    chunk(bytes) {
      handler.onResponseData?.(controller, Buffer.from(bytes))
      inNextTurn(goOn)
      return false
    },
    end(trailer) {
      controller.rawTrailers = flatOf(trailer)
      handler.onResponseEnd?.(controller, objectOf(trailer))
    },
    fail: (error) => handler.onResponseError?.(controller, error),
  }
}

/** How a handler steers a playback. */
export class PlaybackController implements Controller {
  rawHeaders?: Controller['rawHeaders']
  rawTrailers?: Controller['rawTrailers']
  aborted = false
  paused = false
  reason: unknown = null
  readonly #playback: Playback | undefined
  readonly #abort: (reason: unknown) => void

  constructor(abort: (reason: unknown) => void, playback?: Playback) {
    this.#playback = playback
    this.#abort = abort
  }

  abort(reason?: unknown): void {
    this.aborted = true
    this.reason = reason
    this.#abort(reason)
  }

  pause(): void {
    this.paused = true
    this.#playback?.pause()
  }

  resume(): void {
    this.paused = false
    this.#playback?.resume()
  }
}

function abortOnce(
  playback: Playback,
  fail: (reason: unknown) => void,
): (reason?: unknown) => void {
  return (reason) => {
    if (playback.abort()) queueMicrotask(() => fail(reason ?? abortError()))
  }
}

/** What undici gives where a request is aborted without a reason. */
export function abortError(): Error {
  return Object.assign(new Error('Request aborted'), {
    name: 'AbortError',
    code: 'UND_ERR_ABORTED',
  })
}

function flatOf(headers: HeaderMap): Buffer[] {
  return wirePairs(headers).flatMap(([name, value]) => [
    Buffer.from(name, 'latin1'),
    Buffer.from(value, 'latin1'),
  ])
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
