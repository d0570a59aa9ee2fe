import { type HeaderMap, headersOf, headersOfRaw, newHeaders } from '../../core/headers.ts'
import type { Recording } from '../../engine/recording.ts'
import {
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  type ObjectHeaders,
  type RawHeaders,
  isLegacy,
  isModern,
  pairsOf,
} from './handler.ts'
import { type Wire, protoOf, startsNow } from './wire.ts'

/** What a handler is shown to. */
export interface Taking {
  readonly recording: Recording
  readonly wire: Wire
  /** Where the request goes to. */
  readonly origin: string
  /** Whether the request's body is taken as it is sent. */
  readonly seesBody: boolean
}

/** A handler of the same language that hands everything on and shows it to the recording first. */
export function taking(handler: Handler, taking: Taking): Handler {
  if (taking.seesBody) taking.recording.sending()
  if (!isModern(handler)) return takingLegacy(handler, taking)
  const modern = takingModern(handler, taking)
  // A handler may speak both: which one is understood is for the copy of undici behind it.
  return isLegacy(handler) ? { ...takingLegacy(handler, taking), ...modern } : modern
}

function takingLegacy(handler: LegacyHandler, taking: Taking): LegacyHandler {
  const { recording, wire } = taking
  let isDraining = false
  const leaving = new Leaving()
  return {
    onConnect(abort, context) {
      startsNow(wire)
      const leave = (reason?: unknown): void => {
        leaving.hasLeft = true
        abort(reason)
      }
      handler.onConnect?.(leave, context)
    },
    onUpgrade: (...facts) => handler.onUpgrade?.(...facts),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onHeaders(code, headers, resume, reason) {
      const drain = (): void => {
        isDraining = true
        resume()
      }
      recording.onDrain(drain)
      takeHead(taking, code, reason, fieldsOf(headers, encodingOf(taking)) ?? newHeaders())
      return leaving.onThrow(() => handler.onHeaders?.(code, headers, resume, reason))
    },
    onData(bytes) {
      recording.data(bytes)
      const goesOn = leaving.onThrow(() => handler.onData?.(bytes))
      return isDraining ? true : goesOn
    },
    onComplete(trailers) {
      ended(recording, fieldsOf(trailers))
      handler.onComplete?.(trailers)
    },
    onError(error) {
      failed(recording, error, leaving.hasLeft)
      handler.onError?.(error)
    },
    ...sentBy(handler, taking),
  }
}

function takingModern(handler: ModernHandler, taking: Taking): ModernHandler {
  const { recording, wire } = taking
  let isDraining = false
  const leaving = new Leaving()
  return {
    onRequestStart(controller, context) {
      startsNow(wire)
      handler.onRequestStart(controller, context)
    },
    onRequestUpgrade: (...facts) => handler.onRequestUpgrade?.(...facts),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onResponseStart(controller, code, headers, reason = '') {
      recording.onDrain(() => {
        isDraining = true
        controller.resume()
      })
      const fields =
        fieldsOf(controller.rawHeaders, encodingOf(taking)) ?? fieldsOf(headers) ?? newHeaders()
      takeHead(taking, code, reason, fields)
      leaving.onThrow(() => handler.onResponseStart?.(controller, code, headers, reason))
    },
    onResponseData(controller, bytes) {
      recording.data(bytes)
      leaving.onThrow(() => handler.onResponseData?.(controller, bytes))
      if (isDraining) controller.resume()
    },
    onResponseEnd(controller, trailers) {
      ended(recording, fieldsOf(controller.rawTrailers) ?? fieldsOf(trailers))
      handler.onResponseEnd?.(controller, trailers)
    },
    onResponseError(controller, error) {
      failed(recording, error, leaving.hasLeft || controller?.aborted)
      handler.onResponseError?.(controller, error)
    },
    ...sentBy(handler, taking),
  }
}

/** Whether the client has gone away. A handler that throws does so, too: undici aborts its request. */
class Leaving {
  hasLeft = false

  onThrow<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      this.hasLeft = true
      throw error
    }
  }
}

/** What comes before the response itself (103, say) is passed on and not kept. */
function takeHead(
  { recording, wire, origin }: Taking,
  code: number,
  reason: string,
  headers: HeaderMap,
): void {
  if (code >= 200) recording.head({ code, reason, proto: protoOf(wire, origin), headers })
}

/** Undici sends no more of the request's body then. */
function ended(recording: Recording, trailer: HeaderMap | undefined): void {
  recording.end(trailer)
  recording.sentAll(false)
}

/** An error that the client itself has brought about says only that it went away. */
function failed(recording: Recording, error: unknown, isAborted: boolean): void {
  if (isAborted) recording.abort()
  else recording.fail(error)
}

function sentBy(
  handler: Handler,
  { recording, seesBody }: Taking,
): { onBodySent(bytes: Buffer | string): void; onRequestSent(): void } {
  return {
    onBodySent(bytes) {
      if (seesBody) recording.sent(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
      handler.onBodySent?.(bytes)
    },
    onRequestSent() {
      if (seesBody) recording.sentAll()
      handler.onRequestSent?.()
    },
  }
}

/** Undici 7 gets the fields of HTTP/2 as Latin-1, and hands them on as UTF-8. */
function encodingOf({ wire, origin }: Taking): BufferEncoding {
  return protoOf(wire, origin) === 'HTTP/2.0' ? 'utf8' : 'latin1'
}

/** Over HTTP/1 they come flat and raw, over HTTP/2 as an object, or flat in undici 7. */
function fieldsOf(
  raw: RawHeaders | ObjectHeaders | undefined,
  encoding: BufferEncoding = 'latin1',
): HeaderMap | undefined {
  if (raw === undefined || raw === null) return undefined
  return Array.isArray(raw)
    ? headersOfRaw(raw.map((text: Buffer | string) => text.toString(encoding)))
    : headersOf(pairsOf(raw as ObjectHeaders))
}
