import { type Body, bodyOf } from '../core/body.ts'
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

const notKept = { body: '', chunks: [], isDecoded: false, isTooLarge: true } as const

interface Piece {
  readonly bytes: Uint8Array
  readonly at: number
}

/** Collects a body as it passes, takes its codings off, and lets go of one that is larger than allowed. */
export class BodyTaker {
  readonly #maxBytes: number
  readonly #isCoded: boolean
  #decoder: Decoder | undefined
  #wire: Piece[] = []
  #decoded: Piece[] = []
  #wireBytes = 0
  #decodedBytes = 0
  #isTooLarge = false

  constructor(contentEncoding: string | undefined, maxBytes: number) {
    const codings = codingsOf(contentEncoding)
    this.#maxBytes = maxBytes
    this.#isCoded = codings.length > 0
    if (this.#isCoded) this.#decoder = decoderFor(codings, maxBytes)
  }

  /** How many bytes came over the wire. */
  get wireBytes(): number {
    return this.#wireBytes
  }

  /** Takes a piece. Its bytes are copied: whoever sent them may use the memory again. */
  take(bytes: Uint8Array, at: number): void {
    this.#wireBytes += bytes.length
    if (this.#isTooLarge || bytes.length === 0) return
    if (this.#wireBytes > this.#maxBytes) return this.#letGo()
    // Not slice(): a Buffer's shares the memory.
    const copy = new Uint8Array(bytes)
    this.#wire.push({ bytes: copy, at })
    this.#decode((decoder) => decoder.decode(copy), at)
  }

  /** The body so far. @param isWhole - Whether it ended; what was cut off is kept as far as it decodes. */
  finish(isWhole: boolean, at: number): TakenBody {
    if (isWhole) this.#decode((decoder) => decoder.end(), at)
    const wireBytes = this.#wireBytes
    if (this.#isTooLarge) return { ...notKept, wireBytes }
    const isDecoded = this.#decoder !== undefined && this.#decodedBytes > 0
    const pieces = isDecoded ? this.#decoded : this.#wire
    return {
      body: bodyOf(join(pieces)),
      chunks: pieces.map((piece) => ({ bytes: piece.bytes.length, at: piece.at })),
      isDecoded,
      isTooLarge: false,
      wireBytes,
    }
  }

  #decode(run: (decoder: Decoder) => readonly Uint8Array[], at: number): void {
    if (this.#decoder === undefined || this.#isTooLarge) return
    try {
      for (const bytes of run(this.#decoder)) {
        this.#decoded.push({ bytes, at })
        this.#decodedBytes += bytes.length
      }
    } catch (error) {
      if (isTooLarge(error)) return this.#letGo()
      // Not what its header says: the body stays as it came, with its header.
      this.#decoder = undefined
    }
    if (this.#decodedBytes > this.#maxBytes) this.#letGo()
  }

  #letGo(): void {
    this.#isTooLarge = true
    this.#wire = []
    this.#decoded = []
    this.#decoder = undefined
  }
}

function isTooLarge(error: unknown): boolean {
  return isError(error) && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
}

function join(pieces: readonly Piece[]): Uint8Array {
  const [only] = pieces
  if (only === undefined) return new Uint8Array()
  return pieces.length === 1 ? only.bytes : Buffer.concat(pieces.map((piece) => piece.bytes))
}
