/** Takes the next piece of a text. No piece ends between the halves of a surrogate pair. */
export type Write = (text: string) => void

/** The same of bytes. They are lent: whoever gave them uses their memory again. */
export type WriteBytes = (bytes: Uint8Array) => void

/** Takes the next piece of a text, or of its bytes. */
export type WritePiece = (piece: string | Uint8Array) => void

const encoder = new TextEncoder()
const enough = 1 << 16
let lent: Uint8Array | undefined

/** Collects text as UTF-8, in pieces: one string could not hold a large cassette. */
export class ByteSink {
  #text = ''
  #pieces: Uint8Array[] = []
  readonly #take: WriteBytes

  /** @param take - Takes each piece that is full. Without it, they wait to be taken. */
  constructor(take?: WriteBytes) {
    this.#take = take ?? ((bytes) => void this.#pieces.push(bytes.slice()))
  }

  readonly write: WritePiece = (piece) => {
    if (typeof piece === 'string') {
      if (this.#text.length + piece.length > enough) this.flush()
      this.#text += piece
    } else {
      this.flush()
      this.#take(piece)
    }
  }

  /** Ends a piece here. */
  flush(): void {
    // Memory of its own for each text would cost more than the text.
    lent ??= new Uint8Array(3 * enough)
    while (this.#text !== '') {
      const { read, written } = encoder.encodeInto(this.#text, lent)
      this.#text = this.#text.slice(read)
      this.#take(lent.subarray(0, written))
    }
  }

  /** The pieces that are full, since the last time. */
  takeFull(): readonly Uint8Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  /** Everything since the last time. */
  takeAll(): readonly Uint8Array[] {
    this.flush()
    return this.takeFull()
  }
}

/** Joins pieces into one. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces
  if (pieces.length === 1 && first !== undefined) return first
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.byteLength
  }
  return joined
}
