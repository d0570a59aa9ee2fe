import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'
import { withPreload } from './node-options.ts'
import { OwnEnvironments, type Told } from './own-environment.ts'
import { patch } from './taps/patch.ts'

/** How every process is started that is not waited for. */
interface Starting {
  spawn(this: Starting, options: { readonly envPairs?: readonly string[] }): unknown
}

type StartAndWait = (...given: readonly unknown[]) => unknown

const waiting = ['spawnSync', 'execFileSync', 'execSync'] as const

/**
 * Tells the processes and threads that this one starts, wherever they run, and whatever they inherit.
 *
 * Many are given an environment of their own, and may still get the arguments that load us.
 */
export function tellChildren(told: Told): void {
  const options = withPreload(process.env['NODE_OPTIONS'], told.preload)
  Object.assign(process.env, told.variables, { NODE_OPTIONS: options })
  const own = new OwnEnvironments(told)
  const { prototype } = childProcess.ChildProcess as unknown as { readonly prototype: Starting }
  patch(prototype, 'spawn', (original) => {
    return function spawn({ envPairs = [], ...options }) {
      return original.call(this, { ...options, envPairs: own.pairs(envPairs) })
    }
  })
  for (const name of waiting) {
    patch(childProcess as unknown as Record<string, StartAndWait>, name, (original) => {
      return (...given) => original(...given.map((one) => own.options(one)))
    })
  }
  patch(threads, 'Worker', (original) => {
    return new Proxy(original, {
      construct: (target, given: unknown[], newTarget) =>
        Reflect.construct(
          target,
          given.map((one) => own.options(one)),
          newTarget,
        ) as object,
    })
  })
  syncBuiltinESMExports()
}
