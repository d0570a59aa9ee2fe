import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'
import { withPreload } from './node-options.ts'
import { patch } from './taps/patch.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** How every process is started that is not waited for. */
interface Starting {
  spawn(this: Starting, options: { readonly envPairs?: readonly string[] }): unknown
}

type StartAndWait = (...given: readonly unknown[]) => unknown

const waiting = ['spawnSync', 'execFileSync', 'execSync'] as const

/** What the processes and threads that this one starts are told. */
export interface Told {
  readonly variables: Variables
  /** Which of them says whose a process is. */
  readonly mark: string
  /** What they are to load first. */
  readonly preload: string
}

/**
 * Tells the processes and threads that this one starts, wherever they run, and whatever they inherit.
 *
 * Many are given an environment of their own, and may still get the arguments that load us.
 */
export function tellChildren(told: Told): void {
  const options = withPreload(process.env['NODE_OPTIONS'], told.preload)
  Object.assign(process.env, told.variables, { NODE_OPTIONS: options })
  const missing = (own: Variables): Variables => missingIn(own, told)
  const { prototype } = childProcess.ChildProcess as unknown as { readonly prototype: Starting }
  patch(prototype, 'spawn', (original) => {
    return function spawn({ envPairs = [], ...options }) {
      return original.call(this, { ...options, envPairs: pairsWith(envPairs, missing) })
    }
  })
  for (const name of waiting) {
    patch(childProcess as unknown as Record<string, StartAndWait>, name, (original) => {
      return (...given) => original(...given.map((one) => optionsWith(one, missing)))
    })
  }
  patch(threads, 'Worker', (original) => {
    return new Proxy(original, {
      construct: (target, given: unknown[], newTarget) =>
        Reflect.construct(
          target,
          given.map((one) => optionsWith(one, missing)),
          newTarget,
        ) as object,
    })
  })
  syncBuiltinESMExports()
}

/** A process that is told something else is none of ours. */
function missingIn(own: Variables, { variables, mark, preload }: Told): Variables {
  const its = own[mark]
  if (its !== undefined && its !== variables[mark]) return {}
  const missing = Object.entries(variables).filter(([name]) => own[name] === undefined)
  const { NODE_OPTIONS: options } = own
  return { ...Object.fromEntries(missing), NODE_OPTIONS: withPreload(options, preload) }
}

function pairsWith(pairs: readonly string[], missing: (own: Variables) => Variables): string[] {
  // On Windows there are names that begin with it.
  const nameOf = (pair: string): string => pair.slice(0, pair.indexOf('=', 1))
  const own = pairs.map((pair) => [nameOf(pair), pair.slice(nameOf(pair).length + 1)] as const)
  const added = missing(Object.fromEntries(own))
  const kept = pairs.filter((pair) => !(nameOf(pair) in added))
  return [...kept, ...Object.entries(added).map(([name, value]) => `${name}=${value}`)]
}

function optionsWith(given: unknown, missing: (own: Variables) => Variables): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const { env: own } = given as { readonly env?: Variables | null }
  if (!own) return given
  const env: Record<string, string | undefined> = {}
  // Node takes what an environment inherits, too.
  for (const name in own) env[name] = own[name]
  return { ...given, env: Object.assign(env, missing(own)) }
}
