const batchBytes = 262_144

/** Writes all of some bytes at an offset of a file. */
type WriteAt = (bytes: Uint8Array, position: number) => void

/** Writes bytes behind each other, small ones together: each write is a call to the system. */
export class Batched {
  readonly #writeAt: WriteAt
  /** Made for the first bytes that wait. */
  #batch: Buffer | undefined
  #end: number
  #held = 0

  /** @param end - Where the first bytes go. */
  constructor(writeAt: WriteAt, end: number = 0) {
    this.#writeAt = writeAt
    this.#end = end
  }

  /** Behind the last byte that was written. */
  get end(): number {
    return this.#end
  }

  /** Takes bytes, whose memory may be used again. */
  write(bytes: Uint8Array): void {
    if (this.#held + bytes.length > batchBytes) this.flush()
    if (bytes.length > batchBytes) return this.#put(bytes)
    this.#batch ??= Buffer.allocUnsafeSlow(batchBytes)
    this.#batch.set(bytes, this.#held)
    this.#held += bytes.length
  }

  /** Writes what is held back. */
  flush(): void {
    const held = this.#batch?.subarray(0, this.#held)
    this.#held = 0
    if (held !== undefined && held.length > 0) this.#put(held)
  }

  /** Goes on behind what was written before: what is held back is forgotten. */
  goBack(end: number): void {
    this.#end = end
    this.#held = 0
  }

  #put(bytes: Uint8Array): void {
    this.#writeAt(bytes, this.#end)
    this.#end += bytes.length
  }
}
