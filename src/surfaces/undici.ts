import type { Dispatcher } from 'undici'
import type { Recorder } from '../engine/recorder.ts'
import { seen, sendSeen } from './taps/scopes.ts'
import { mainGlobal } from './taps/main-global.ts'
import { type Taker, dispatcherKey, originOf, takerOf } from './taps/undici/places.ts'
import { type Send, type Way, dispatchThrough, isTunnel } from './undici/dispatch.ts'
import { type Handler, isModern } from './undici/handler.ts'
import { isOrdinary } from './undici/ordinary.ts'
import { refusalOf } from './undici/refused.ts'
import { refuse } from './undici/replay.ts'
import { telling } from './undici/telling.ts'
import { type DispatchOptions, optionsIn, withLastingHeaders } from './undici/request.ts'

interface Dispatching {
  dispatch(options: DispatchOptions, handler: Handler): boolean | undefined
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
  const send: Send = (options, handler) =>
    sendSeen(() => (inner ?? globalDispatcher(handler)).dispatch(optionsIn(options, seen), handler))
  const dispatch: Send = (given, handler) => {
    const options = withLastingHeaders(given)
    const dispatcher = inner ?? globalDispatcher(handler)
    if (isTunnel(options)) return dispatcher.dispatch(options, handler)
    const find: FindTaker = (options) =>
      takerOf(dispatcher, String(options.origin ?? origin ?? 'http://wiretape.invalid'))
    const refusal = refusalBy(find, options)
    if (refusal !== undefined) {
      refuse(handler, refusal)
      return true
    }
    const way: Way = {
      recorder,
      send,
      dispatcher,
      origin,
      tellsOfBody: !isModern(handler),
      told: (options, handler) => toldBy(find, options, handler),
    }
    return dispatchThrough(way, options, handler)
  }
  return wrapped(inner ?? globalDispatcher({}), dispatch)
}

/** Why undici does not take a request; nothing where it does, or where it cannot be asked. */
function refusalBy(find: FindTaker, options: DispatchOptions): Error | undefined {
  if (isOrdinary(options)) return undefined
  const found = find(options)
  return found && sendSeen(() => refusalOf(found.client, found.take, optionsIn(options, seen)))
}

function toldBy(find: FindTaker, options: DispatchOptions, handler: Handler): Handler {
  const found = find(options)
  if (found === undefined) return handler
  return sendSeen(() => telling(found.client, found.take, optionsIn(options, seen), handler))
}

type FindTaker = (options: DispatchOptions) => Taker | undefined

/** As undici's own `compose()` does it: everything but `dispatch` is the inner one's. */
function wrapped(inner: Dispatching, dispatch: Dispatching['dispatch']): Dispatcher {
  const proxy = new Proxy(inner, {
    get: (target, key) => (key === 'dispatch' ? dispatch : Reflect.get(target, key)),
  })
  return proxy as unknown as Dispatcher
}

/** The process's dispatcher that understands a handler: Node 26 has one for each language. */
function globalDispatcher(handler: Handler): Dispatching {
  // Node loads its undici when something of it is first touched.
  void Reflect.get(mainGlobal, 'Headers')
  const found = isModern(handler) ? (globalAt(2) ?? globalAt(1)) : (globalAt(1) ?? globalAt(2))
  if (found === undefined) {
    throw new TypeError(
      'This process has no global dispatcher yet. Pass one: cassetteDispatcher(recorder, new Agent()).',
    )
  }
  return found
}

/** Test runners have copies of undici in realms of their own, and fetch from the main one. */
function globalAt(version: number): Dispatching | undefined {
  const key = dispatcherKey(version)
  return (Reflect.get(globalThis, key) ?? Reflect.get(mainGlobal, key)) as Dispatching | undefined
}
