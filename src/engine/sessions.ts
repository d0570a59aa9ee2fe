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

const mostSessions = 10_000

/** The sequences of the sessions that clients have named. Beyond 10,000, the one that was idle for longest is dropped. */
export class Sessions {
  /** The sequence of requests that name no session. */
  shared: Sequence
  readonly #named = new Map<string, Sequence>()

  constructor(shared: Sequence) {
    this.shared = shared
  }

  get count(): number {
    return this.#named.size
  }

  sequenceOf({ session }: Turn): Sequence {
    if (session === undefined) return this.shared
    const sequence = this.#named.get(session) ?? this.shared.fresh()
    // A Map is in the order of insertion: the idlest comes first.
    this.#named.delete(session)
    this.#named.set(session, sequence)
    if (this.#named.size > mostSessions) {
      for (const idlest of this.#named.keys()) {
        this.#named.delete(idlest)
        break
      }
    }
    return sequence
  }

  /** Sequences start over: those of one session, or all. */
  reset(session?: string): void {
    if (session !== undefined) return void this.#named.delete(session)
    this.#named.clear()
    this.shared = this.shared.fresh()
  }
}
