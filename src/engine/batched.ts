const batchBytes = 262_144

/** Writes all of some bytes at an offset of a file. */
type WriteAt = (bytes: Uint8Array, position: number) => void

/** Writes bytes behind each other, small ones together: each write is a call to the system. */
export class Batched {
  readonly #writeAt: WriteAt
  readonly #batch = Buffer.allocUnsafeSlow(batchBytes)
  #end = 0
  #held = 0

  constructor(writeAt: WriteAt) {
    this.#writeAt = writeAt
  }

  /** Takes bytes, whose memory may be used again. */
  write(bytes: Uint8Array): void {
    if (this.#held + bytes.length > batchBytes) this.flush()
    if (bytes.length > batchBytes) return this.#put(bytes)
    this.#batch.set(bytes, this.#held)
    this.#held += bytes.length
  }

  /** Writes what is held back. */
  flush(): void {
    this.#put(this.#batch.subarray(0, this.#held))
    this.#held = 0
  }

  #put(bytes: Uint8Array): void {
    this.#writeAt(bytes, this.#end)
    this.#end += bytes.length
  }
}
