import type { Dispatcher } from 'undici'
import type { Body } from '../core/body.ts'
import type { Recorder } from '../engine/recorder.ts'
import { type Handler, taking, isModern } from './undici-handler.ts'
import { playInto, refuse } from './undici-replay.ts'
import { type DispatchOptions, givenBody, readBody, requestOf } from './undici-request.ts'

interface Dispatching {
  dispatch(options: DispatchOptions, handler: Handler): boolean
}

/**
 * A dispatcher whose requests the recorder sees, for whoever passes one by hand: to undici's `request`, `stream`,
 * `pipeline` and `fetch`, and to the built-in `fetch`.
 *
 * Close the inner dispatcher yourself, as you would without it.
 *
 * @param dispatcher - What sends the requests that are not replayed, of undici 6, 7 or 8.
 * @defaultValue the process's global dispatcher
 * @example await undici.request(url, { dispatcher: cassetteDispatcher(recorder) })
 */
export function cassetteDispatcher(recorder: Recorder, dispatcher?: Dispatcher): Dispatcher {
  const inner = dispatcher as unknown as Dispatching | undefined
  const origin = inner && originOf(inner)
  const dispatch = (options: DispatchOptions, handler: Handler): boolean => {
    const send = inner ?? globalDispatcher(handler)
    // WebSockets and tunnels are not ours.
    if (options.method === 'CONNECT' || options.upgrade) return send.dispatch(options, handler)
    const given = givenBody(options.body)
    if (given.kind === 'known') {
      return carryOut(recorder, send, origin, options, given.body, handler)
    }
    if (!recorder.readsBodies) {
      return carryOut(recorder, send, origin, options, undefined, handler)
    }
    readBody(options, recorder.maxBodyBytes).then(
      (read) => carryOut(recorder, send, origin, read.options, read.body, handler),
      (error: Error) => refuse(handler, error),
    )
    return true
  }
  return wrapped(inner ?? globalDispatcher({}), dispatch)
}

function carryOut(
  recorder: Recorder,
  send: Dispatching,
  origin: string | undefined,
  options: DispatchOptions,
  body: Body | undefined,
  handler: Handler,
): boolean {
  const outcome = recorder.handle(requestOf(options, origin, body))
  switch (outcome.kind) {
    case 'replay':
      playInto(handler, outcome.playback)
      return true
    case 'record':
      return send.dispatch(options, taking(handler, outcome.recording))
    case 'passthrough':
      return send.dispatch(options, handler)
    case 'refuse':
      refuse(handler, outcome.error)
      return true
  }
}

/** As undici's own `compose()` does it: everything but `dispatch` is the inner one's. */
function wrapped(inner: Dispatching, dispatch: Dispatching['dispatch']): Dispatcher {
  const proxy = new Proxy(inner, {
    get: (target, key) => (key === 'dispatch' ? dispatch : Reflect.get(target, key)),
  })
  return proxy as unknown as Dispatcher
}

/** A Client or Pool goes to one origin, which its requests do not name. */
function originOf(dispatcher: object): string | undefined {
  const key = Object.getOwnPropertySymbols(dispatcher).find(
    (symbol) => symbol.description === 'url',
  )
  const url: unknown = key && Reflect.get(dispatcher, key)
  return url instanceof URL ? url.origin : undefined
}

/** The process's dispatcher that understands a handler: Node 26 has one for each language. */
function globalDispatcher(handler: Handler): Dispatching {
  // Node loads its undici when something of it is first touched.
  void globalThis.Headers
  const found = isModern(handler) ? (globalAt(2) ?? globalAt(1)) : (globalAt(1) ?? globalAt(2))
  if (found === undefined) {
    throw new TypeError(
      'This process has no global dispatcher yet. Pass one: cassetteDispatcher(recorder, new Agent()).',
    )
  }
  return found
}

function globalAt(version: number): Dispatching | undefined {
  return Reflect.get(globalThis, Symbol.for(`undici.globalDispatcher.${version}`)) as
    | Dispatching
    | undefined
}
