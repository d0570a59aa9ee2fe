/** Takes the next piece of a text. No piece ends between the halves of a surrogate pair. */
export type Write = (text: string) => void

const encoder = new TextEncoder()
const enough = 1 << 18

/** Collects text as UTF-8, in pieces: one string could not hold a large cassette. */
export class ByteSink {
  #text = ''
  #pieces: Uint8Array[] = []

  readonly write: Write = (text) => {
    this.#text += text
    if (this.#text.length > enough) this.#encode()
  }

  #encode(): void {
    if (this.#text === '') return
    this.#pieces.push(encoder.encode(this.#text))
    this.#text = ''
  }

  /** The pieces that are full, since the last time. */
  takeFull(): readonly Uint8Array[] {
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  /** Everything since the last time. */
  takeAll(): readonly Uint8Array[] {
    this.#encode()
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
