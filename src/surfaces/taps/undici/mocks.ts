import { askedThrough } from '../../../engine/taps.ts'
import { type Way, dispatchThrough } from '../../undici/dispatch.ts'
import { type Handler, switchable } from '../../undici/handler.ts'
import { DispatchedRequest, type DispatchOptions } from '../../undici/request.ts'
import { taking } from '../../undici/taking.ts'
import { newWire } from '../../undici/wire.ts'
import { answerOf, askSocketMocks } from '../socket-mocks.ts'

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
  askSocketMocks({
    method,
    url,
    readsBody: true,
    isOver: sending.isOver,
    mocked: () => recorder.countMocked(),
    through(body) {
      const request = new DispatchedRequest({ ...parts, body })
      return answerOf(recorder.handle(request), url, (recording) => {
        const { wire, origin } = request
        sending.to(taking(handler, { recording, wire, origin, seesBody: false }))
      })
    },
  })
  return way.send(options, sending.handler)
}

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
