import type { Cipher } from 'node:crypto'
import type { Scratch } from './disk.ts'

const algorithm = 'aes-256-ctr'
const windowBytes = 1_048_576

/**
 * Bytes that wait on the disk, encrypted: the key is in memory only, and the file has no name.
 *
 * Nobody can change such a file behind our back, so it needs no seal: it is hidden, not trusted to strangers.
 */
export class Spill {
  readonly #scratch: Scratch
  // Not imported: hardly any run has so much on its way.
  readonly #crypto = process.getBuiltinModule('node:crypto')
  readonly #key = this.#crypto.randomBytes(32)
  readonly #start = this.#crypto.randomBytes(16)
  readonly #cipher: Cipher
  #bytes = 0

  constructor(scratch: Scratch) {
    this.#scratch = scratch
    this.#cipher = this.#crypto.createCipheriv(algorithm, this.#key, this.#start)
  }

  /** @throws CassetteStoreError where the disk is full */
  append(bytes: Uint8Array): void {
    this.#scratch.append((write) => write(this.#cipher.update(bytes)))
    this.#bytes += bytes.length
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Puts all of it at the beginning of what is given. */
  readInto(whole: Uint8Array): void {
    const decipher = this.#crypto.createDecipheriv(algorithm, this.#key, this.#start)
    for (let from = 0; from < this.#bytes; from += windowBytes) {
      const to = Math.min(from + windowBytes, this.#bytes)
      whole.set(decipher.update(this.#scratch.read(from, to)), from)
    }
  }

  close(): void {
    this.#scratch.close()
  }
}
