import type { Tapped } from '../engine/taps.ts'
import { type Handler, isModern } from './undici-handler.ts'
import { hasNoLength, knownBody, readBody } from './undici-body.ts'
import { PlaybackController, abortError, playInto, refuse } from './undici-replay.ts'
import { DispatchedRequest, type DispatchOptions } from './undici-request.ts'
import { taking } from './undici-taking.ts'
import { type Wire, watchWire } from './undici-wire.ts'

/** Sends a request, or has it waiting: what `dispatch` of a dispatcher does. Those of mocks return nothing. */
export type Send = (options: DispatchOptions, handler: Handler) => boolean | undefined

/** Whether a dispatch is no request: WebSockets and tunnels are not ours. */
export function isTunnel({ method, upgrade }: DispatchOptions): boolean {
  return method === 'CONNECT' || Boolean(upgrade)
}

/**
 * Asks the recorder about a request, and carries out its answer.
 *
 * @param origin - Where the request goes to if its options do not say.
 * @returns what `dispatch` gives: false where the sender had better wait.
 */
export function dispatchThrough(
  recorder: Tapped,
  send: Send,
  origin: string | undefined,
  options: DispatchOptions,
  handler: Handler,
): boolean | undefined {
  const wire: Wire = { proto: undefined, contentType: undefined }
  const body = knownBody(options.body)
  const isChunked = body === undefined && hasNoLength(options)
  const request = new DispatchedRequest({ options, origin, body, isChunked, wire })
  if (body !== undefined || !recorder.readsBodyOf(request.url)) {
    return carryOut(recorder, send, options, request, handler)
  }
  const wait = new Wait(handler)
  readBody(options, recorder.maxBodyBytes).then(
    (read) => {
      if (!wait.end()) return
      const { options, body } = read
      const asked = new DispatchedRequest({ options, origin, body, isChunked, wire })
      carryOut(recorder, send, options, asked, handler)
    },
    (error: Error) => {
      if (wait.end()) refuse(handler, error)
    },
  )
  return true
}

function carryOut(
  recorder: Tapped,
  send: Send,
  options: DispatchOptions,
  request: DispatchedRequest,
  handler: Handler,
): boolean | undefined {
  const outcome = recorder.handle(request)
  switch (outcome.kind) {
    case 'replay':
      playInto(handler, outcome.playback)
      return true
    case 'record': {
      watchWire()
      const { wire, origin } = request
      return send(options, taking(handler, { recording: outcome.recording, wire, origin }))
    }
    case 'passthrough':
      return send(options, handler)
    case 'refuse':
      refuse(handler, outcome.error)
      return true
  }
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
