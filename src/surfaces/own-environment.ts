import { withPreload } from './node-options.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** What the processes and threads that this one starts are told. */
export interface Told {
  readonly variables: Variables
  /** Which of them says whose a process is. */
  readonly mark: string
  /** What they are to load first. */
  readonly preload: string
}

/** Adds to environments what they lack: many processes are given one of their own. */
export class OwnEnvironments {
  readonly #told: Told

  constructor(told: Told) {
    this.#told = told
  }

  /** An environment as `NAME=value`. */
  pairs(pairs: readonly string[]): string[] {
    const own = pairs.map((pair) => [nameOf(pair), pair.slice(nameOf(pair).length + 1)] as const)
    const added = this.#missingIn(Object.fromEntries(own))
    const kept = pairs.filter((pair) => !(nameOf(pair) in added))
    return [...kept, ...Object.entries(added).map(([name, value]) => `${name}=${value}`)]
  }

  /** Whatever is given to start something: the options among it may have an `env`. */
  options(given: unknown): unknown {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
    const { env: own } = given as { readonly env?: Variables | null }
    if (!own) return given
    const env: Record<string, string | undefined> = {}
    // Node takes what an environment inherits, too.
    for (const name in own) env[name] = own[name]
    return { ...given, env: Object.assign(env, this.#missingIn(own)) }
  }

  /** A process that is told something else is none of ours. */
  #missingIn(own: Variables): Variables {
    const { variables, mark, preload } = this.#told
    const its = own[mark]
    if (its !== undefined && its !== variables[mark]) return {}
    const missing = Object.entries(variables).filter(([name]) => own[name] === undefined)
    const { NODE_OPTIONS: options } = own
    return { ...Object.fromEntries(missing), NODE_OPTIONS: withPreload(options, preload) }
  }
}

function nameOf(pair: string): string {
  // On Windows there are names that begin with it.
  return pair.slice(0, pair.indexOf('=', 1))
}
