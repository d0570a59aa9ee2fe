import { builtin } from './builtin.ts'

// Taken when the module loads: what a test does to its timers holds up no playback. And taken from Node, not from the
// global object: jest may have put its own there before anything is loaded.
const timers = builtin('node:timers') ?? globalThis
const { performance } = builtin('node:perf_hooks') ?? globalThis

export const setTimeout: typeof globalThis.setTimeout = timers.setTimeout
export const clearTimeout: typeof globalThis.clearTimeout = timers.clearTimeout

// A browser has none.
export const setImmediate: (run: () => void) => unknown =
  timers.setImmediate ?? ((run: () => void) => setTimeout(run))

/** Milliseconds, with fractions, that never go back. */
export const now: () => number = performance.now.bind(performance)

const settled = Promise.resolve()

/** Runs something in a microtask. `queueMicrotask()` can be faked, and makes an AsyncResource for each. */
export function inMicrotask(run: () => void): void {
  void settled.then(run)
}
