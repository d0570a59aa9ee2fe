import { builtin } from './builtin.ts'

const { AsyncResource } = builtin('node:async_hooks') ?? {}

/** Runs something later as if it were now, for whoever tells by AsyncLocalStorage whose it is. */
export type Context = (run: () => void) => void

/** The context of this moment. */
export function contextNow(): Context {
  if (AsyncResource === undefined) return (run) => run()
  const resource = new AsyncResource('WIRETAPE_PLAYBACK')
  return (run) => resource.runInAsyncScope(run)
}
