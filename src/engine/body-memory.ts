import type { Chunk } from '../core/chunks.ts'
import { Pieces } from './pieces.ts'
import { Spill } from './spill.ts'
import type { Scratch } from './disk.ts'

/** So many bytes of all bodies under way are held in memory. */
const mostHeld = 64 * 1_048_576
/** Of one body, so many bytes at least go to the disk at once. */
const leastSpilled = 65_536

/** The memory that the bodies under way share. Beyond it they go to the disk, encrypted. */
export class BodyMemory {
  readonly #openScratch: (() => Scratch) | undefined
  readonly #mostHeld: number
  #held = 0

  /** @param openScratch - Where bodies go that have no place in memory; without it, all have. */
  constructor(openScratch?: () => Scratch, most: number = mostHeld) {
    this.#openScratch = openScratch
    this.#mostHeld = most
  }

  /**
   * A place for a body.
   *
   * @param expectedBytes - How many it has, where its sender has said it.
   */
  pile(expectedBytes?: number): Pile {
    return new Pile(this, expectedBytes)
  }

  /** How many bytes are held in memory. */
  get held(): number {
    return this.#held
  }

  /** Notes that so many bytes more, or less, are held. */
  hold(bytes: number): void {
    this.#held += bytes
  }

  /** Whether a body that holds so many bytes has to let go of them. */
  isFullFor(held: number): boolean {
    return this.#held > this.#mostHeld && held >= leastSpilled && this.#openScratch !== undefined
  }

  /** Where it puts them. @throws CassetteStoreError */
  openSpill(): Spill | undefined {
    return this.#openScratch && new Spill(this.#openScratch())
  }
}

/** The pieces of one body. */
export class Pile {
  readonly #memory: BodyMemory
  #chunks: Chunk[] = []
  #held: Pieces
  #spill: Spill | undefined

  constructor(memory: BodyMemory, expectedBytes?: number) {
    this.#memory = memory
    this.#held = new Pieces(expectedBytes)
  }

  /** When pieces came, and how large each was. */
  get chunks(): readonly Chunk[] {
    return this.#chunks
  }

  get bytes(): number {
    return this.#held.bytes + (this.#spill?.bytes ?? 0)
  }

  /**
   * Takes a piece.
   *
   * @param isOwn - Whether it is nobody else's: it is copied, else.
   * @throws CassetteStoreError where there is no room for it
   */
  add(bytes: Uint8Array, at: number, isOwn: boolean): void {
    this.#chunks.push({ bytes: bytes.length, at })
    this.#held.add(bytes, isOwn)
    this.#memory.hold(bytes.length)
    if (!this.#memory.isFullFor(this.#held.bytes)) return
    this.#spill ??= this.#memory.openSpill()
    this.#spill?.append(this.#held.joined())
    this.#forget()
  }

  /** All of it, and lets go of it. */
  take(): Uint8Array {
    const whole = this.#whole()
    this.drop()
    return whole
  }

  drop(): void {
    this.#forget()
    this.#spill?.close()
    this.#spill = undefined
    this.#chunks = []
  }

  #whole(): Uint8Array {
    if (this.#spill === undefined) return this.#held.joined()
    const whole = Buffer.allocUnsafeSlow(this.bytes)
    this.#spill.readInto(whole)
    this.#held.copyInto(whole, this.#spill.bytes)
    return whole
  }

  #forget(): void {
    this.#memory.hold(-this.#held.bytes)
    this.#held = new Pieces()
  }
}
