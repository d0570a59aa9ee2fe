import { askedThrough } from '../../../engine/taps.ts'
import { knownBody } from '../../undici/body.ts'
import { type Way, dispatchThrough } from '../../undici/dispatch.ts'
import {
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  switchable,
} from '../../undici/handler.ts'
import { DispatchedRequest, type DispatchOptions } from '../../undici/request.ts'
import { taking } from '../../undici/taking.ts'
import { newWire } from '../../undici/wire.ts'
import { answerOf, askSocketMocks } from '../socket-mocks.ts'
import { Unasked } from '../unasked.ts'

/** Dispatches a request where mocks listen below: the recorder is asked where they let it through. */
export function dispatchBelowMocks(
  way: Way,
  options: DispatchOptions,
  handler: Handler,
): boolean | undefined {
  const { recorder, origin } = way
  const parts = { options, origin, isChunked: false, wire: newWire() }
  const { method, url } = new DispatchedRequest({ ...parts, body: undefined })
  if (!recorder.readsBodyOf(url)) return dispatchThrough(watched(way), options, handler)
  const sending = switchable(handler)
  const unasked = new Unasked(recorder, () => new DispatchedRequest({ ...parts, body: undefined }))
  askSocketMocks({
    method,
    url,
    readsBody: true,
    isOver: sending.isOver,
    mocked: () => unasked.asked().countMocked(),
    through(body) {
      // What mocks are shown of a GET has no body.
      const request = new DispatchedRequest({ ...parts, body: knownBody(options.body) ?? body })
      return answerOf(unasked.asked().handle(request), url, (recording) => {
        const { wire, origin } = request
        sending.to(taking(handler, { recording, wire, origin, seesBody: false }))
      })
    },
  })
  return way.send(options, guarded(sending.handler, unasked))
}

/** Refuses an answer that came past the mocks. */
function guarded(handler: Bilingual, unasked: Unasked): Handler {
  const guard: Bilingual = { ...handler }
  if (handler.onResponseStart !== undefined) {
    guard.onResponseStart = (controller, ...facts) => {
      const error = unasked.refusal()
      if (error === undefined) handler.onResponseStart?.(controller, ...facts)
      else controller.abort(error)
    }
  }
  if (handler.onHeaders === undefined) return guard
  let abort: ((reason: unknown) => void) | undefined
  guard.onConnect = (stop, context) => {
    abort = stop
    handler.onConnect?.(stop, context)
  }
  guard.onHeaders = (...facts) => {
    const error = unasked.refusal()
    if (error === undefined) return handler.onHeaders?.(...facts)
    abort?.(error)
    return true
  }
  return guard
}

/** A handler of either language, or of both. */
type Bilingual = LegacyHandler & Partial<ModernHandler>

/** Records all that is sent, and drops what a mock answers. */
function watched(way: Way): Way {
  const { recorder } = way
  const handle: typeof recorder.handle = (request) => {
    const outcome = recorder.handle(request)
    if (outcome.kind !== 'record') return outcome
    const { recording } = outcome
    const { method, url } = request
    askSocketMocks({
      method,
      url,
      readsBody: false,
      isOver: () => recording.isSettled,
      mocked: () => recording.mocked(),
      through: () => undefined,
    })
    return outcome
  }
  return { ...way, recorder: askedThrough(recorder, handle) }
}
