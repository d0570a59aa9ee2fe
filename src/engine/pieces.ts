/** So much of a body must have come before its length is believed: one that is only said costs no memory. */
const believedPart = 1 / 8

/** Bytes that come one piece after the other and will stand in one place. */
export class Pieces {
  readonly #expected: number
  #pieces: Uint8Array[] = []
  /** Where they are put at once when their length is known: they would be copied twice, else. */
  #place: Buffer | undefined
  #bytes = 0

  /** @param expected - How many bytes there will be, where somebody has said it. */
  constructor(expected: number = Infinity) {
    this.#expected = expected
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Takes a piece. It is copied, unless it is nobody else's: whoever sent it may use the memory again. */
  add(bytes: Uint8Array, isOwn: boolean): void {
    const place = this.#placeFor(this.#bytes + bytes.length)
    if (place !== undefined) place.set(bytes, this.#bytes)
    // A small one costs no memory of its own: Buffer takes it from a pool.
    else this.#pieces.push(isOwn ? bytes : Buffer.from(bytes))
    this.#bytes += bytes.length
  }

  /** All of them in one. */
  joined(): Uint8Array {
    const [first, ...more] = this.#parts
    if (first !== undefined && more.length === 0) return first
    const whole = Buffer.allocUnsafeSlow(this.#bytes)
    this.copyInto(whole, 0)
    return whole
  }

  /** Puts all of them at an offset of what is given. */
  copyInto(whole: Uint8Array, offset: number): void {
    let at = offset
    for (const part of this.#parts) {
      whole.set(part, at)
      at += part.length
    }
  }

  get #parts(): readonly Uint8Array[] {
    return this.#place === undefined ? this.#pieces : [this.#place.subarray(0, this.#bytes)]
  }

  /** The place, where there is one with room for so many bytes. */
  #placeFor(bytes: number): Buffer | undefined {
    if (bytes > this.#expected) {
      this.#pieces = [...this.#parts]
      this.#place = undefined
    } else if (this.#place === undefined && this.#isBelieved(bytes)) {
      const place = Buffer.allocUnsafeSlow(this.#expected)
      this.copyInto(place, 0)
      this.#place = place
      this.#pieces = []
    }
    return this.#place
  }

  #isBelieved(bytes: number): boolean {
    return this.#bytes > 0 && bytes >= this.#expected * believedPart
  }
}
