import type { AnswerReport } from '../../surfaces/server.ts'

/** What went to one host. */
export interface HostTally {
  /** With its port, where that is not the protocol's own. */
  readonly host: string
  readonly count: number
  /** Of the bodies of its answers. */
  readonly bytes: number
}

/** Adds up what a run of a proxy did, host by host. */
export class Tally {
  readonly #recorded = new Map<string, HostTally>()
  readonly #passed = new Map<string, HostTally>()
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

  /** Takes an answer that is out. */
  take({ outcome, url, bytes }: AnswerReport): void {
    this.#bytes += bytes
    if (url === undefined) return
    const { host } = new URL(url)
    this.#hosts.add(host)
    if (outcome === 'recorded') add(this.#recorded, host, bytes)
    if (outcome === 'passed') add(this.#passed, host, bytes)
  }
}

function add(tallies: Map<string, HostTally>, host: string, bytes: number): void {
  const before = tallies.get(host) ?? { count: 0, bytes: 0 }
  tallies.set(host, { host, count: before.count + 1, bytes: before.bytes + bytes })
}

function mostFirst(tallies: ReadonlyMap<string, HostTally>): readonly HostTally[] {
  return [...tallies.values()].sort((a, b) => b.count - a.count)
}
