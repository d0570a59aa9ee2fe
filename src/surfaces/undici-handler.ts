import type { HeaderMap } from '../core/headers.ts'
import { headersOf, headersOfRaw } from '../core/headers.ts'
import type { Recording } from '../engine/recording.ts'

/** The handler of undici 6 and 7 and of the fetch in Node 20 to 24. */
export interface LegacyHandler {
  onConnect?(abort: (reason?: unknown) => void, context: unknown): void
  onUpgrade?(...facts: unknown[]): void
  onHeaders?(
    code: number,
    headers: RawHeaders,
    resume: () => void,
    reason: string,
  ): boolean | undefined
  onData?(bytes: Buffer): boolean | undefined
  onComplete?(trailers: RawHeaders): void
  onError?(error: unknown): void
  onBodySent?(bytes: Buffer | string): void
  onRequestSent?(): void
  onResponseStarted?(): void
}

/** The handler of undici 7's interceptors, of undici 8 and of the fetch in Node 26. */
export interface ModernHandler {
  onRequestStart(controller: Controller, context: unknown): void
  onRequestUpgrade?(...facts: unknown[]): void
  onResponseStart?(
    controller: Controller,
    code: number,
    headers: ObjectHeaders,
    reason?: string,
  ): void
  onResponseData?(controller: Controller, bytes: Buffer): void
  onResponseEnd?(controller: Controller, trailers: ObjectHeaders): void
  onResponseError?(controller: Controller, error: unknown): void
  onBodySent?(bytes: Buffer | string): void
  onRequestSent?(): void
}

export type Handler = LegacyHandler | ModernHandler

export type RawHeaders = readonly (Buffer | string)[] | null
export type ObjectHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** How a modern handler steers its request. */
export interface Controller {
  readonly aborted: boolean
  readonly paused: boolean
  readonly reason: unknown
  rawHeaders?: RawHeaders | ObjectHeaders | undefined
  rawTrailers?: RawHeaders | ObjectHeaders | undefined
  abort(reason?: unknown): void
  pause(): void
  resume(): void
}

/** Which of the two languages a handler speaks. */
export function isModern(handler: Handler): handler is ModernHandler {
  return 'onRequestStart' in handler && typeof handler.onRequestStart === 'function'
}

/** A handler of the same language that hands everything on and shows it to the recording first. */
export function taking(handler: Handler, recording: Recording): Handler {
  return isModern(handler) ? takingModern(handler, recording) : takingLegacy(handler, recording)
}

function takingLegacy(handler: LegacyHandler, recording: Recording): LegacyHandler {
  let isDraining = false
  return {
    onConnect: (abort, context) => handler.onConnect?.(abort, context),
    onUpgrade: (...facts) => handler.onUpgrade?.(...facts),
    onResponseStarted: () => handler.onResponseStarted?.(),
    onHeaders(code, headers, resume, reason) {
      recording.onDrain(() => {
        isDraining = true
        resume()
      })
      if (code >= 200) recording.head({ code, reason, headers: headersOfRaw(texts(headers)) })
      return handler.onHeaders?.(code, headers, resume, reason)
    },
    onData(bytes) {
      recording.data(bytes)
      const goesOn = handler.onData?.(bytes)
      return isDraining ? true : goesOn
    },
    onComplete(trailers) {
      recording.end(headersOfRaw(texts(trailers)))
      handler.onComplete?.(trailers)
    },
    onError(error) {
      recording.fail(error)
      handler.onError?.(error)
    },
    ...sentBy(handler, recording),
  }
}

function takingModern(handler: ModernHandler, recording: Recording): ModernHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart(controller, context),
    onRequestUpgrade: (...facts) => handler.onRequestUpgrade?.(...facts),
    onResponseStart(controller, code, headers, reason) {
      recording.onDrain(() => controller.resume())
      const fields = controllerHeaders(controller.rawHeaders) ?? headersOf(pairsOf(headers))
      if (code >= 200) recording.head({ code, reason: reason ?? '', headers: fields })
      handler.onResponseStart?.(controller, code, headers, reason)
    },
    onResponseData(controller, bytes) {
      recording.data(bytes)
      handler.onResponseData?.(controller, bytes)
    },
    onResponseEnd(controller, trailers) {
      recording.end(headersOf(pairsOf(trailers ?? {})))
      handler.onResponseEnd?.(controller, trailers)
    },
    onResponseError(controller, error) {
      recording.fail(error)
      handler.onResponseError?.(controller, error)
    },
    ...sentBy(handler, recording),
  }
}

function sentBy(
  handler: Handler,
  recording: Recording,
): { onBodySent(bytes: Buffer | string): void; onRequestSent(): void } {
  return {
    onBodySent(bytes) {
      recording.sent(typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
      handler.onBodySent?.(bytes)
    },
    onRequestSent: () => handler.onRequestSent?.(),
  }
}

/** HTTP/1 gives them flat and raw, HTTP/2 as an object. */
function controllerHeaders(raw: Controller['rawHeaders']): HeaderMap | undefined {
  return Array.isArray(raw) ? headersOfRaw(texts(raw)) : undefined
}

function texts(raw: RawHeaders): string[] {
  return (raw ?? []).map((text) => (typeof text === 'string' ? text : text.toString('latin1')))
}

/** Header fields as pairs from any of the shapes that undici takes. */
export function* pairsOf(headers: ObjectHeaders): Generator<[string, string]> {
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value === undefined) continue
    if (typeof value === 'string') yield [name, value]
    else for (const item of value) yield [name, item]
  }
}
