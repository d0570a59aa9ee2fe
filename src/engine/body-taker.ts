import { type Body, bodyOf } from '../core/body.ts'
import { BodyMemory, type Pile } from './body-memory.ts'
import type { Chunk } from '../core/chunks.ts'
import { type Decoder, codingsOf, decoderFor } from './coding.ts'
import { isError } from '../core/realms.ts'

/** A body as it will stand in the cassette. */
export interface TakenBody {
  readonly body: Body
  /** The pieces it arrived in, those of the decoded body where it was decoded. */
  readonly chunks: readonly Chunk[]
  readonly isDecoded: boolean
  /** Whether it was larger than allowed: `body` is empty then. */
  readonly isTooLarge: boolean
  /** How many bytes came over the wire. */
  readonly wireBytes: number
}

/** Of a message without one. */
export const noBody: TakenBody = {
  body: '',
  chunks: [],
  isDecoded: false,
  isTooLarge: false,
  wireBytes: 0,
}

const notKept = { body: '', chunks: [], isDecoded: false, isTooLarge: true } as const
/** For bodies that are in memory anyway. */
const unlimited = new BodyMemory()

/** Collects a body as it passes, takes its codings off, and lets go of one that is larger than allowed. */
export class BodyTaker {
  readonly #maxBytes: number
  readonly #wire: Pile
  /** Where it is without its codings; nothing where it has none. */
  #decoded: Pile | undefined
  #decoder: Decoder | undefined
  #wireBytes = 0
  #isTooLarge = false
  #lent: Uint8Array | undefined
  #failure: { readonly error: unknown } | undefined

  /**
   * @param memory - What it shares with other bodies.
   * @param expectedBytes - How many will come over the wire, where the sender has said it.
   */
  constructor(
    contentEncoding: string | undefined,
    maxBytes: number,
    memory: BodyMemory = unlimited,
    expectedBytes: number = Infinity,
  ) {
    this.#maxBytes = maxBytes
    this.#wire = memory.pile(expectedBytes <= maxBytes ? expectedBytes : Infinity)
    const codings = codingsOf(contentEncoding)
    if (codings.length === 0) return
    this.#decoded = memory.pile()
    this.#decoder = decoderFor(codings, maxBytes)
  }

  /** How many bytes came over the wire. */
  get wireBytes(): number {
    return this.#wireBytes
  }

  /**
   * Takes a piece. Its bytes are copied: whoever sent them may use the memory again.
   *
   * @param isLent - Whether it does so only after `finish()`.
   */
  take(bytes: Uint8Array, at: number, isLent = false): void {
    this.#wireBytes += bytes.length
    if (this.#isTooLarge || bytes.length === 0) return
    if (this.#wireBytes > this.#maxBytes) return this.#letGo()
    if (isLent) this.#lent = bytes
    this.#keep(this.#wire, bytes, at, isLent)
    this.#decode((decoder) => decoder.decode(bytes), at)
  }

  /**
   * The body so far; it can be had once.
   *
   * @param isWhole - Whether it ended; what was cut off is kept as far as it decodes.
   * @throws CassetteStoreError where there was no room for it
   */
  finish(isWhole: boolean, at: number): TakenBody {
    if (isWhole) this.#decode((decoder) => decoder.end(), at)
    if (this.#failure !== undefined) throw this.#failure.error
    const wireBytes = this.#wireBytes
    if (this.#isTooLarge) return { ...notKept, wireBytes }
    const decoded = this.#decoder && this.#decoded
    const isDecoded = decoded !== undefined && decoded.bytes > 0
    const pile = isDecoded ? decoded : this.#wire
    const { chunks } = pile
    const kept = bodyOf(pile.take())
    // Joined with others it is a copy already.
    const body = kept === this.#lent ? Buffer.from(kept) : kept
    this.drop()
    return { body, chunks, isDecoded, isTooLarge: false, wireBytes }
  }

  /** Lets go of it: nobody wants it any more. */
  drop(): void {
    this.#wire.drop()
    this.#decoded?.drop()
    this.#decoder = undefined
  }

  #keep(pile: Pile, bytes: Uint8Array, at: number, isOwn: boolean): void {
    try {
      pile.add(bytes, at, isOwn)
    } catch (error) {
      // The traffic goes on: what went wrong is told at the end.
      this.#failure = { error }
      this.#letGo()
    }
  }

  #decode(run: (decoder: Decoder) => readonly Uint8Array[], at: number): void {
    const decoded = this.#decoded
    if (this.#decoder === undefined || decoded === undefined || this.#isTooLarge) return
    try {
      for (const bytes of run(this.#decoder)) this.#keep(decoded, bytes, at, true)
    } catch (error) {
      if (isTooLarge(error)) return this.#letGo()
      // Not what its header says: the body stays as it came, with its header.
      this.#decoder = undefined
    }
    if (decoded.bytes > this.#maxBytes) this.#letGo()
  }

  #letGo(): void {
    this.#isTooLarge = true
    this.drop()
  }
}

function isTooLarge(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}
