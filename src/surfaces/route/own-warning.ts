import { patch } from '../taps/patch.ts'

const code = 'UNDICI-EHPA'

/**
 * Keeps the warning of Node 22 off the program's stderr that the variable NODE_USE_ENV_PROXY is experimental: it was us
 * who set it.
 *
 * Node warns when it has run the preloads, before the program's first line.
 */
export function hushOwnWarning(env: NodeJS.ProcessEnv): void {
  if (env['NODE_USE_ENV_PROXY'] !== '1') return
  const undo = patch(process as Warning, 'emitWarning', (original) => {
    return function emitWarning(this: Warning, ...given) {
      const [, options] = given
      const isOwn =
        typeof options === 'object' && options !== null && Reflect.get(options, 'code') === code
      if (!isOwn) original.apply(this, given)
    }
  })
  process.nextTick(undo)
}

interface Warning {
  emitWarning(this: Warning, ...given: unknown[]): void
}
