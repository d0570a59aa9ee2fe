import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { errorMonitor } from 'node:events'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { keptValue } from '../../../core/field-value.ts'
import { headersOfRaw } from '../../../core/headers.ts'
import type { Recording } from '../../../engine/recording.ts'
import { define } from '../define.ts'
import { recordedError } from './closed.ts'
import { takeUpload } from './upload.ts'

/** Not a WeakMap: one that grows with every request makes each collection of garbage slow. */
const recordingKey = Symbol('wiretape.recording')

/** Listens for the responses of Node's clients: told of before the client itself is. */
export function watchResponses(): () => void {
  const channel = 'http.client.response.finish'
  const watch = (message: unknown): void => {
    const { request, response } = message as Answered
    const recording = Reflect.get(request, recordingKey) as Recording | undefined
    if (recording !== undefined) takeResponse(request, response, recording)
  }
  subscribe(channel, watch)
  return () => void unsubscribe(channel, watch)
}

interface Answered {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

/**
 * Takes what a request sends and gets, and changes nothing that its client can see: no listener of ours keeps an error
 * from being thrown or a response from being thrown away.
 */
export function takeFrom(request: ClientRequest, recording: Recording): void {
  define(request, recordingKey, recording)
  request.on(errorMonitor, (error) => recording.fail(error))
  request.once('close', () => recording.abort())
  takeUpload(request, recording)
}

type Push = (piece: Uint8Array | null) => boolean

function takeResponse(
  request: ClientRequest,
  response: IncomingMessage,
  recording: Recording,
): void {
  let isDraining = false
  recording.onDrain(() => {
    isDraining = true
    response.socket?.resume()
  })
  recording.head({
    code: response.statusCode ?? 0,
    reason: keptValue(response.statusMessage ?? ''),
    proto: `HTTP/${response.httpVersion}`,
    headers: headersOfRaw(response.rawHeaders),
  })
  const push = response.push.bind(response) as Push
  define(response, 'push', (piece: Uint8Array | null) => {
    if (piece === null) recording.end(headersOfRaw(response.rawTrailers))
    else recording.data(piece)
    return push(piece) || isDraining
  })
  watchCut(request, response, recording)
}

/** A response that is destroyed was cut off, or its client went away: whoever did it is told by the connection. */
function watchCut(request: ClientRequest, response: IncomingMessage, recording: Recording): void {
  const destroy = response.destroy.bind(response)
  define(response, 'destroy', (error?: Error) => {
    if (response.socket?.destroyed) recording.fail(recordedError(error))
    else recording.abort()
    return destroy(error)
  })
  // Called when nobody listens for the response, and when the request is destroyed after it has come.
  define(response, '_dump', () => {
    if (request.destroyed) recording.abort()
    // Node would no longer hand over what comes in; thrown away here, it can be taken.
    response.removeAllListeners('data')
    response.resume()
  })
}
