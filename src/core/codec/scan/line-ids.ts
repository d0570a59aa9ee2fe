import { Ranges } from './ranges.ts'

/** Lent to one file after the other. Its length is a power of two. */
const slots = new Uint32Array(1_024)

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

  constructor(bytes: Uint8Array) {
    this.ids = this.#ids
    this.#ranges = new Ranges(bytes)
    slots.fill(0)
  }

  /** Adds a request, by where it says what it asks for. */
  add(start: number, length: number): void {
    const slot = this.#ranges.hash(start, length) & (slots.length - 1)
    const known = slots[slot] as number
    if (known !== 0 && this.#isAt(known, start, length)) {
      this.#ids.push(known)
      return
    }
    const id = this.#starts.push(start) - 1
    this.#lengths.push(length)
    this.#ids.push(id)
    slots[slot] = id
  }

  /** Adds a request that does not say what it asks for. */
  addNone(): void {
    this.#ids.push(0)
  }

  #isAt(id: number, start: number, length: number): boolean {
    return (
      this.#lengths[id] === length &&
      this.#ranges.areSame(this.#starts[id] as number, start, length)
    )
  }
}
