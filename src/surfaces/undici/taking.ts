import { type HeaderMap, headersOf, newHeaders } from '../../core/headers.ts'
import type { Recording } from '../../engine/recording.ts'
import {
  type Controller,
  type Handler,
  type LegacyHandler,
  type ModernHandler,
  type ObjectHeaders,
  type RawHeaders,
  isLegacy,
  isModern,
  pairsOf,
  wrapping,
} from './handler.ts'
import { rawFields } from './raw-fields.ts'
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
  if (!isModern(handler)) return new LegacyTaking(handler, taking)
  const modern = new ModernTaking(handler, taking)
  // A handler may speak both: which one is understood is for the copy of undici behind it.
  if (!isLegacy(handler)) return modern
  const as = (one: Handler): Handler => wrapping(one, (call) => call())
  return { ...as(new LegacyTaking(handler, taking)), ...as(modern) }
}

// Classes: a dozen functions for each request would take longer to make than to call.
// A handler that throws has left: undici aborts its request.

/** What both languages have in common. */
class HandlerTaking<Shown extends Handler> {
  protected readonly handler: Shown
  protected readonly taking: Taking
  protected hasLeft = false
  protected isDraining = false

  constructor(handler: Shown, taking: Taking) {
    this.handler = handler
    this.taking = taking
  }

  onResponseStarted(): void {
    this.handler.onResponseStarted?.()
  }

  onBodySent(bytes: Buffer | string): void {
    takeSent(this.taking, bytes)
    this.handler.onBodySent?.(bytes)
  }

  onRequestSent(): void {
    takeAllSent(this.taking)
    this.handler.onRequestSent?.()
  }
}

class LegacyTaking extends HandlerTaking<LegacyHandler> implements LegacyHandler {
  onConnect(abort: (reason?: unknown) => void, context: unknown): void {
    startsNow(this.taking.wire)
    const leave = (reason?: unknown): void => {
      this.hasLeft = true
      abort(reason)
    }
    this.handler.onConnect?.(leave, context)
  }

  onUpgrade(...facts: unknown[]): void {
    this.handler.onUpgrade?.(...facts)
  }

  onHeaders(
    code: number,
    headers: RawHeaders,
    resume: () => void,
    reason: string,
  ): boolean | undefined {
    const taking = this.taking
    taking.recording.onDrain(() => {
      this.isDraining = true
      resume()
    })
    takeHead(taking, code, reason, fieldsOf(headers, encodingOf(taking)) ?? newHeaders())
    try {
      return this.handler.onHeaders?.(code, headers, resume, reason)
    } catch (error) {
      this.hasLeft = true
      throw error
    }
  }

  onData(bytes: Buffer): boolean | undefined {
    this.taking.recording.data(bytes)
    try {
      const goesOn = this.handler.onData?.(bytes)
      return this.isDraining ? true : goesOn
    } catch (error) {
      this.hasLeft = true
      throw error
    }
  }

  onComplete(trailers: RawHeaders | ObjectHeaders): void {
    ended(this.taking.recording, fieldsOf(trailers))
    this.handler.onComplete?.(trailers)
  }

  onError(error: unknown): void {
    failed(this.taking.recording, error, this.hasLeft)
    this.handler.onError?.(error)
  }
}

class ModernTaking extends HandlerTaking<ModernHandler> implements ModernHandler {
  onRequestStart(controller: Controller, context: unknown): void {
    startsNow(this.taking.wire)
    this.handler.onRequestStart(controller, context)
  }

  onRequestUpgrade(...facts: unknown[]): void {
    this.handler.onRequestUpgrade?.(...facts)
  }

  onResponseStart(
    controller: Controller,
    code: number,
    headers: ObjectHeaders,
    reason: string = '',
  ): void {
    const taking = this.taking
    taking.recording.onDrain(() => {
      this.isDraining = true
      controller.resume()
    })
    const fields = fieldsOf(controller.rawHeaders, encodingOf(taking)) ?? fieldsOf(headers)
    takeHead(taking, code, reason, fields ?? newHeaders())
    try {
      this.handler.onResponseStart?.(controller, code, headers, reason)
    } catch (error) {
      this.hasLeft = true
      throw error
    }
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    this.taking.recording.data(bytes)
    try {
      this.handler.onResponseData?.(controller, bytes)
    } catch (error) {
      this.hasLeft = true
      throw error
    }
    if (this.isDraining) controller.resume()
  }

  onResponseEnd(controller: Controller, trailers: ObjectHeaders): void {
    ended(this.taking.recording, fieldsOf(controller.rawTrailers) ?? fieldsOf(trailers))
    this.handler.onResponseEnd?.(controller, trailers)
  }

  onResponseError(controller: Controller, error: unknown): void {
    failed(this.taking.recording, error, this.hasLeft || controller?.aborted)
    this.handler.onResponseError?.(controller, error)
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

function takeSent({ recording, seesBody }: Taking, bytes: Buffer | string): void {
  if (seesBody) recording.sent(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
}

function takeAllSent({ recording, seesBody }: Taking): void {
  if (seesBody) recording.sentAll()
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
  if (!Array.isArray(raw)) return headersOf(pairsOf(raw as ObjectHeaders))
  return rawFields(raw as readonly (Buffer | string)[], encoding)
}
