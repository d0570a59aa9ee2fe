import type { AnswerReport } from '../../surfaces/server.ts'

/** What went to one host. */
export interface HostTally {
  /** With its port, where that is not the protocol's own. */
  readonly host: string
  readonly count: number
  /** Of the bodies of its answers. */
  readonly bytes: number
}

/** Why requests failed, and how many. */
export interface FailureTally {
  readonly reason: string
  readonly count: number
}

/** So many reasons are kept apart. */
const mostReasons = 20

/** Adds up what a run of a proxy did, host by host. */
export class Tally {
  readonly #recorded = new Map<string, HostTally>()
  readonly #passed = new Map<string, HostTally>()
  readonly #failures = new Map<string, number>()
  readonly #hosts = new Set<string>()
  #bytes = 0

  /** Of all answers. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many hosts were asked. */
  get hosts(): number {
    return this.#hosts.size
  }

  get recorded(): readonly HostTally[] {
    return mostFirst(this.#recorded)
  }

  get passed(): readonly HostTally[] {
    return mostFirst(this.#passed)
  }

  get failures(): readonly FailureTally[] {
    return [...this.#failures].map(([reason, count]) => ({ reason, count }))
  }

  /** Takes an answer that is out. */
  take({ outcome, reason, url, bytes }: AnswerReport): void {
    this.#bytes += bytes
    if (reason !== undefined) this.#fail(reason)
    if (url === undefined) return
    const { host } = new URL(url)
    this.#hosts.add(host)
    if (outcome === 'recorded') add(this.#recorded, host, bytes)
    if (outcome === 'passed') add(this.#passed, host, bytes)
  }

  #fail(reason: string): void {
    const before = this.#failures.get(reason)
    if (before === undefined && this.#failures.size >= mostReasons) return
    this.#failures.set(reason, (before ?? 0) + 1)
  }
}

function add(tallies: Map<string, HostTally>, host: string, bytes: number): void {
  const before = tallies.get(host) ?? { count: 0, bytes: 0 }
  tallies.set(host, { host, count: before.count + 1, bytes: before.bytes + bytes })
}

function mostFirst(tallies: ReadonlyMap<string, HostTally>): readonly HostTally[] {
  return [...tallies.values()].sort((a, b) => b.count - a.count)
}
