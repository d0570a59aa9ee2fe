import { builtin } from '../engine/builtin.ts'

const events = builtin('node:events')

/** As many as fetch allows before Node speaks of a leak. */
const mostListeners = 1_500

const forgotten = new FinalizationRegistry<() => void>((forget) => forget())

/**
 * Calls back when a signal is aborted, as long as somebody still holds what is to be stopped: a body that nobody reads must
 * not be kept alive by a signal that outlives it.
 *
 * @returns what ends the waiting.
 */
export function onAbort<Target extends WeakKey>(
  signal: AbortSignal | undefined,
  target: Target,
  stop: (target: Target, reason: unknown) => void,
): () => void {
  if (signal === undefined) return () => {}
  if (events !== undefined && isNodes(signal) && events.getMaxListeners(signal) < mostListeners) {
    events.setMaxListeners(mostListeners, signal)
  }
  const held = new WeakRef(target)
  const listen = (): void => {
    const stopped = held.deref()
    if (stopped !== undefined) stop(stopped, reasonOf(signal))
  }
  const forget = (): void => {
    signal.removeEventListener('abort', listen)
    forgotten.unregister(held)
  }
  signal.addEventListener('abort', listen, { once: true })
  // No closure here may hold the target itself.
  forgotten.register(target, forget, held)
  return forget
}

/** Throws what a signal was aborted with, if it was. */
export function throwIfAborted(signal: AbortSignal | null | undefined): void {
  if (signal?.aborted === true) throw reasonOf(signal)
}

/** What a signal was aborted with: that of a polyfill does not say, and fetch speaks for it. */
function reasonOf(signal: AbortSignal): unknown {
  return 'reason' in signal
    ? signal.reason
    : new DOMException('This operation was aborted', 'AbortError')
}

const nodesMark = Symbol.for('nodejs.event_target')

/** Whether Node itself counts the listeners: environments of tests (happy-dom) bring signals of their own. */
function isNodes(signal: AbortSignal): boolean {
  return Reflect.has(signal.constructor, nodesMark)
}
