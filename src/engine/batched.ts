/** Writes all of some bytes at an offset of a file. */
type WriteAt = (bytes: Uint8Array, position: number) => void

/** Writes bytes behind each other, small ones together: each write is a call to the system. */
export class Batched {
  readonly #writeAt: WriteAt
  readonly #batch: Uint8Array
  #end: number
  #held = 0

  /** @param batch - Where small ones are put together. It is this one's until it is flushed. */
  constructor(writeAt: WriteAt, position: number, batch: Uint8Array) {
    this.#writeAt = writeAt
    this.#end = position
    this.#batch = batch
  }

  /** Takes bytes, whose memory may be used again. */
  readonly write = (bytes: Uint8Array): void => {
    if (this.#held + bytes.length > this.#batch.length) this.flush()
    if (bytes.length > this.#batch.length) return this.#put(bytes)
    this.#batch.set(bytes, this.#held)
    this.#held += bytes.length
  }

  /** Writes what is held back. @returns where all of it ends */
  flush(): number {
    this.#put(this.#batch.subarray(0, this.#held))
    this.#held = 0
    return this.#end
  }

  #put(bytes: Uint8Array): void {
    this.#writeAt(bytes, this.#end)
    this.#end += bytes.length
  }
}

/** Memory for a batch. */
export function newBatch(): Uint8Array {
  return Buffer.allocUnsafeSlow(262_144)
}
