import { Recent } from '../core/recent.ts'
import type { Range, Sequence } from './sequence.ts'

/** Whose turn in the sequence a request takes, for servers with many clients. */
export interface Turn {
  /** Each session plays each sequence from its beginning. Requests without one share a session. */
  readonly session?: string | undefined
  /** Which interactions it may get. */
  readonly within?: Range | undefined
  /** Whether what it gets is still to come for the next request: this one will be asked again. */
  readonly keepsPlace?: boolean
}

/** So many sessions are remembered: beyond that, the one that was idle for longest is dropped. */
export const mostSessions = 10_000

/** The sequences of the sessions that clients have named. */
export class Sessions {
  /** The sequence of requests that name no session. */
  shared: Sequence
  readonly #named = new Recent<Sequence>(mostSessions)

  constructor(shared: Sequence) {
    this.shared = shared
  }

  get count(): number {
    return this.#named.size
  }

  sequenceOf({ session }: Turn): Sequence {
    if (session === undefined) return this.shared
    const known = this.#named.get(session)
    if (known !== undefined) return known
    const sequence = this.shared.fresh()
    this.#named.set(session, sequence)
    return sequence
  }

  /** Sequences start over: those of one session, or all. */
  reset(session?: string): void {
    if (session !== undefined) return this.#named.delete(session)
    this.#named.clear()
    this.shared = this.shared.fresh()
  }
}
