import type { Alarm, Clock } from '../../src/engine/clock.ts'

/** A clock that stands until it is wound. */
export class ManualClock implements Clock {
  #now = 0
  #alarms: { readonly deadline: number; readonly ring: () => void }[] = []

  now(): number {
    return this.#now
  }

  at(deadline: number, ring: () => void): Alarm {
    const alarm = { deadline, ring }
    this.#alarms.push(alarm)
    return { cancel: () => this.#drop(alarm) }
  }

  /** How many alarms are set. */
  get pending(): number {
    return this.#alarms.length
  }

  /** For when they are set, in the order in which they were. */
  get deadlines(): readonly number[] {
    return this.#alarms.map(({ deadline }) => deadline)
  }

  /** Winds it on; what is due on the way rings at its time. */
  async wind(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settled()
      const [next] = this.#alarms
        .filter(({ deadline }) => deadline <= end)
        .sort((a, b) => a.deadline - b.deadline)
      if (next === undefined) break
      this.#drop(next)
      this.#now = Math.max(this.#now, next.deadline)
      next.ring()
    }
    this.#now = end
    await settled()
  }

  #drop(gone: object): void {
    this.#alarms = this.#alarms.filter((alarm) => alarm !== gone)
  }
}

/** Lets everything that is ready to run have its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
