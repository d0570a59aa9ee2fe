import { clearTimeout, now, setImmediate, setTimeout } from './real-timers.ts'

/** A place in a clock's queue. */
export interface Alarm {
  /** Takes it out of the queue: it will not ring. */
  cancel(): void
}

/** The time of a recording or a playback, and the only place where the engine waits. */
export interface Clock {
  /** Milliseconds, with fractions, that never go back. Their start means nothing. */
  now(): number
  /** Calls `ring` once the clock stands at `deadline` (of `now()`), never inside this call. */
  at(deadline: number, ring: () => void): Alarm
}

/** Runs something in the next turn of the event loop, whatever a test does to the timers. */
export function inNextTurn(run: () => void): void {
  setImmediate(run)
}

/** The time that the process's timers tell at the moment: a test's fake timers drive it. */
export const globalClock: Clock = {
  now: () => globalThis.performance.now(),
  at(deadline, ring) {
    const delay = Math.max(0, deadline - globalThis.performance.now())
    const timer = globalThis.setTimeout(ring, delay)
    return { cancel: () => globalThis.clearTimeout(timer) }
  },
}

interface Entry extends Alarm {
  readonly deadline: number
  readonly order: number
  ring: (() => void) | undefined
}

// Node's timers ring up to a millisecond early; this much is on time.
const earlyMs = 0.3
// After so much work the event loop gets its turn.
const sliceMs = 1

/** Absolute deadlines in one heap with one timer: no drift, and thousands of streams cost one timer. */
class HeapClock implements Clock {
  readonly #heap: Entry[] = []
  #order = 0
  #timer: NodeJS.Timeout | undefined
  #armedFor = Infinity

  now(): number {
    return now()
  }

  at(deadline: number, ring: () => void): Alarm {
    const entry: Entry = { deadline, order: this.#order++, ring, cancel: () => this.#cancel(entry) }
    push(this.#heap, entry)
    if (this.#heap[0] === entry) this.#arm()
    return entry
  }

  #cancel(entry: Entry): void {
    entry.ring = undefined
    if (this.#heap[0] === entry) this.#arm()
  }

  #arm(): void {
    const next = firstOf(this.#heap)
    if (next !== undefined && next.deadline >= this.#armedFor) return
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#timer = undefined
    this.#armedFor = Infinity
    if (next === undefined) return
    this.#armedFor = next.deadline
    this.#timer = setTimeout(() => this.#run(), Math.max(0, next.deadline - now()))
  }

  #run(): void {
    this.#timer = undefined
    // Keeps alarms that are set while others ring from arming a timer each.
    this.#armedFor = -Infinity
    let isDone = true
    try {
      isDone = this.#ringDue()
    } finally {
      if (isDone) {
        this.#armedFor = Infinity
        this.#arm()
      } else {
        setImmediate(() => this.#run())
      }
    }
  }

  /** @returns whether nothing that is due was left. */
  #ringDue(): boolean {
    const started = now()
    for (let time = started; ; time = now()) {
      const next = firstOf(this.#heap)
      if (next === undefined || next.deadline > time + earlyMs) return true
      if (time - started > sliceMs) return false
      pop(this.#heap)
      const { ring } = next
      next.ring = undefined
      ring?.()
    }
  }
}

/** The real time, whatever a test does to the timers. */
export const processClock: Clock = new HeapClock()

function firstOf(heap: Entry[]): Entry | undefined {
  while (heap[0] !== undefined && heap[0].ring === undefined) pop(heap)
  return heap[0]
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order)
}

function push(heap: Entry[], entry: Entry): void {
  let index = heap.length
  while (index > 0) {
    const parent = (index - 1) >> 1
    const above = heap[parent] as Entry
    if (!isBefore(entry, above)) break
    heap[index] = above
    index = parent
  }
  heap[index] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let index = 0
  for (let child = 1; child < heap.length; child = 2 * index + 1) {
    const right = heap[child + 1]
    if (right !== undefined && isBefore(right, heap[child] as Entry)) child += 1
    if (!isBefore(heap[child] as Entry, last)) break
    heap[index] = heap[child] as Entry
    index = child
  }
  heap[index] = last
}
