import { Ranges } from './ranges.ts'

/** Lent to one file after the other. A table's length is a power of two. */
const room = new Uint32Array(256)
/** Whoever makes thousands of URLs with the same hash makes nobody compare them all. */
const mostTried = 8

/**
 * Which requests ask for the same in the same bytes: most of a large file do.
 *
 * Found while the file is scanned: at the first look-up, to fetch each line from the memory again takes longer than all else.
 */
export class LineIds {
  /** A number for each request that was added, 0 where it has no such bytes. Other numbers prove nothing. */
  readonly ids: readonly number[]
  readonly #ids: number[] = []
  readonly #ranges: Ranges
  // By id. There is none at 0.
  readonly #starts: number[] = [0]
  readonly #lengths: number[] = [0]
  /** Ids, by the hashes of their bytes. */
  #slots: Uint32Array = room.fill(0)

  constructor(bytes: Uint8Array) {
    this.ids = this.#ids
    this.#ranges = new Ranges(bytes)
  }

  /** Adds a request, by where it says what it asks for. */
  add(start: number, length: number): void {
    const slot = this.#slotOf(start, length)
    const known = this.#slots[slot] as number
    if (known !== 0 && this.#isAt(known, start, length)) {
      this.#ids.push(known)
      return
    }
    const id = this.#starts.push(start) - 1
    this.#lengths.push(length)
    this.#ids.push(id)
    this.#slots[slot] = id
    if (2 * id > this.#slots.length) this.#grow()
  }

  /** Adds a request that does not say what it asks for. */
  addNone(): void {
    this.#ids.push(0)
  }

  /** Where the same stands, or nothing, or what has to make room. */
  #slotOf(start: number, length: number): number {
    const slots = this.#slots
    const last = slots.length - 1
    const first = this.#ranges.hash(start, length) & last
    for (let tried = 0; tried < mostTried; tried++) {
      const slot = (first + tried) & last
      const known = slots[slot] as number
      if (known === 0 || this.#isAt(known, start, length)) return slot
    }
    return first
  }

  #isAt(id: number, start: number, length: number): boolean {
    return (
      this.#lengths[id] === length &&
      this.#ranges.areSame(this.#starts[id] as number, start, length)
    )
  }

  #grow(): void {
    this.#slots = new Uint32Array(4 * this.#slots.length)
    for (let id = 1; id < this.#starts.length; id++) {
      this.#slots[this.#slotOf(this.#starts[id] as number, this.#lengths[id] as number)] = id
    }
  }
}
