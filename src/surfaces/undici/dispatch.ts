import type { Recording } from '../../engine/recording.ts'
import type { Tapped } from '../../engine/taps.ts'
import { hasNoLength, isPieces, knownBody, readBody, watchedBody } from './body.ts'
import { patienceOf } from './patience.ts'
import { type Handler, isModern } from './handler.ts'
import { PlaybackController, abortError, playInto, refuse } from './replay.ts'
import { DispatchedRequest, type DispatchOptions } from './request.ts'
import { taking } from './taking.ts'
import { isTraced } from './telling.ts'
import { newWire, watchWire } from './wire.ts'

/** Sends a request, or has it waiting: what `dispatch` of a dispatcher does. Those of mocks return nothing. */
export type Send = (options: DispatchOptions, handler: Handler) => boolean | undefined

/** Where a recorder stands between a sender and undici. */
export interface Way {
  readonly recorder: Tapped
  readonly send: Send
  /** What sends them: it says how long it waits. */
  readonly dispatcher: object
  /** Where requests go to if their options do not say. */
  readonly origin: string | undefined
  /** Whether a handler is told of each piece of its request's body: undici 7 does not where it has to translate it. */
  readonly tellsOfBody: boolean
  /** Makes a handler that tells whoever traces undici of a request that it does not send. */
  readonly told?: (options: DispatchOptions, handler: Handler) => Handler
}

/** Whether a dispatch is no request: WebSockets and tunnels are not ours. */
export function isTunnel({ method, upgrade }: DispatchOptions): boolean {
  return method === 'CONNECT' || Boolean(upgrade)
}

/**
 * Asks the recorder about a request, and carries out its answer.
 *
 * @returns what `dispatch` gives: false where the sender had better wait.
 */
export function dispatchThrough(
  way: Way,
  options: DispatchOptions,
  handler: Handler,
): boolean | undefined {
  const wire = newWire()
  const { origin, recorder } = way
  const body = knownBody(options.body)
  const isChunked = body === undefined && hasNoLength(options)
  const request = new DispatchedRequest({ options, origin, body, isChunked, wire })
  const isReadFirst =
    body === undefined && (recorder.readsBodyOf(request.url) || !canBeSeen(way, options))
  if (!isReadFirst) return carryOut(way, options, request, handler)
  const wait = new Wait(handler)
  readBody(options, recorder.maxBodyBytes).then(
    (read) => {
      if (!wait.end()) return
      const { options, body } = read
      const asked = new DispatchedRequest({ options, origin, body, isChunked, wire })
      carryOut(way, options, asked, handler)
    },
    (error: Error) => {
      if (wait.end()) refuse(handler, error)
    },
  )
  return true
}

function canBeSeen({ tellsOfBody }: Way, { body }: DispatchOptions): boolean {
  return tellsOfBody || isPieces(body)
}

function carryOut(
  way: Way,
  options: DispatchOptions,
  request: DispatchedRequest,
  handler: Handler,
): boolean | undefined {
  const outcome = way.recorder.handle(request)
  switch (outcome.kind) {
    case 'replay':
      playInto(told(way, options, handler), outcome.playback, () =>
        patienceOf(options, way.dispatcher),
      )
      return true
    case 'record':
      return record(way, options, request, handler, outcome.recording)
    case 'passthrough':
      return way.send(options, handler)
    case 'refuse':
      refuse(told(way, options, handler), outcome.error)
      return true
  }
}

function told(way: Way, options: DispatchOptions, handler: Handler): Handler {
  return way.told !== undefined && isTraced() ? way.told(options, handler) : handler
}

function record(
  { send, tellsOfBody }: Way,
  options: DispatchOptions,
  { wire, origin, body }: DispatchedRequest,
  handler: Handler,
  recording: Recording,
): boolean | undefined {
  watchWire()
  const isWatched = body === undefined && !tellsOfBody
  const seesBody = body === undefined && tellsOfBody
  if (isWatched) recording.sending()
  const shown = isWatched ? { ...options, body: watchedBody(options.body, recording) } : options
  return send(shown, taking(handler, { recording, wire, origin, seesBody }))
}

/** The time in which a body is read. Its sender may go away in it. */
class Wait {
  #isOver = false

  constructor(handler: Handler) {
    const abort = (reason?: unknown): void => {
      if (this.end()) refuse(handler, reason ?? abortError())
    }
    // Undici tells a handler again when the request starts anew, and so shall we.
    if (isModern(handler)) handler.onRequestStart(new PlaybackController(abort), {})
    else handler.onConnect?.(abort, {})
  }

  /** @returns false where it was over already. */
  end(): boolean {
    const wasOver = this.#isOver
    this.#isOver = true
    return !wasOver
  }
}
