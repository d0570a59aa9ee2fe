const prime = 0x01000193

/** Compares ranges of a file, four bytes at a time: large files say the same thousands of times. */
export class Ranges {
  readonly #bytes: Uint8Array
  readonly #words: DataView

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** A hash of what stands in a range. Equal hashes prove nothing. */
  hash(start: number, length: number): number {
    let hash = length
    const end = start + length
    let at = start
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ this.#words.getInt32(at), prime)
    for (; at < end; at++) hash = Math.imul(hash ^ (this.#bytes[at] as number), prime)
    return hash ^ (hash >>> 15)
  }

  /** Whether two ranges say the same. */
  areSame(one: number, other: number, length: number): boolean {
    let at = 0
    for (; at + 4 <= length; at += 4) {
      if (this.#words.getInt32(one + at) !== this.#words.getInt32(other + at)) return false
    }
    for (; at < length; at++) if (this.#bytes[one + at] !== this.#bytes[other + at]) return false
    return true
  }
}
