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
  onComplete?(trailers: RawHeaders | ObjectHeaders): void
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
  onResponseStarted?(): void
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

/** Whether a modern handler speaks the older language too. */
export function isLegacy(handler: Handler): handler is LegacyHandler & ModernHandler {
  return 'onConnect' in handler && typeof handler.onConnect === 'function'
}

const callbacks = [
  'onConnect',
  'onUpgrade',
  'onHeaders',
  'onData',
  'onComplete',
  'onError',
  'onRequestStart',
  'onRequestUpgrade',
  'onResponseStart',
  'onResponseData',
  'onResponseEnd',
  'onResponseError',
  'onBodySent',
  'onRequestSent',
  'onResponseStarted',
] as const

/** Makes a call of a handler. */
type Around = <T>(call: () => T, name: string, facts: readonly unknown[]) => T

/** A handler of the same language whose calls are made in a way. */
export function wrapping(handler: Handler, around: Around): Handler {
  const wrapped: Record<string, unknown> = {}
  for (const name of callbacks) {
    const method: unknown = Reflect.get(handler, name)
    if (typeof method !== 'function') continue
    wrapped[name] = (...facts: unknown[]): unknown =>
      around(() => Reflect.apply(method, handler, facts), name, facts)
  }
  return wrapped
}

/** A handler whose calls go to another from some time on. */
export interface Switchable {
  readonly handler: Handler
  readonly isOver: () => boolean
  readonly to: (other: Handler) => void
}

/** A handler of the same language that can be switched to another. */
export function switchable(handler: Handler): Switchable {
  let current = handler
  let isOver = false
  const wrapped: Record<string, unknown> = {}
  for (const name of callbacks) {
    if (typeof Reflect.get(handler, name) !== 'function') continue
    wrapped[name] = (...facts: unknown[]): unknown => {
      isOver ||= lastCalls.has(name)
      return Reflect.apply(Reflect.get(current, name) as () => unknown, current, facts)
    }
  }
  return { handler: wrapped, isOver: () => isOver, to: (other) => void (current = other) }
}

const lastCalls: ReadonlySet<string> = new Set([
  'onComplete',
  'onError',
  'onResponseEnd',
  'onResponseError',
])

/** Header fields as pairs from any of the shapes that undici takes. */
export function* pairsOf(headers: ObjectHeaders): Generator<[string, string]> {
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value === undefined) continue
    if (typeof value === 'string') yield [name, value]
    else for (const item of value) yield [name, item]
  }
}
