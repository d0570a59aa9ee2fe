/** A packed list of offsets. */
export type Offsets = Uint32Array | Float64Array

/** How many offsets a list has room for at first: for those of most files. */
export const usualRoom = 4_096

/**
 * A growing list of offsets in a file.
 *
 * There may be a million of them: packed, they are found sooner, and leave nothing to be collected.
 */
export class OffsetList {
  #offsets: Offsets
  #length = 0

  /**
   * @param end - No offset is larger.
   * @param room - What it begins in, to be lent to one list after the other.
   */
  constructor(end: number, room: Uint32Array) {
    this.#offsets = end < 2 ** 32 ? room : new Float64Array(usualRoom)
  }

  get length(): number {
    return this.#length
  }

  /** Those that were added. It may stand in the lent room. */
  get added(): Offsets {
    return this.#offsets.subarray(0, this.#length)
  }

  /** Adds so many zeros, to be set: they are the last of what it gives. */
  addZeros(count: number): Offsets {
    if (this.#length + count > this.#offsets.length) this.#grow()
    const end = this.#length + count
    // The room may have been another's.
    this.#offsets.fill(0, this.#length, end)
    this.#length = end
    return this.#offsets
  }

  #grow(): void {
    const { length } = this.#offsets
    const isSmall = this.#offsets instanceof Uint32Array
    const longer = isSmall ? new Uint32Array(4 * length) : new Float64Array(4 * length)
    longer.set(this.#offsets)
    this.#offsets = longer
  }
}
