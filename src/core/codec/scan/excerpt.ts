// What the scanner let pass is UTF-8. A byte order mark never got past it.
const decoder = new TextDecoder('utf-8')

/** The characters of these bytes. */
export function decodeRange(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end))
}

/**
 * The bytes of a file, and the text of a part of them.
 *
 * What stands in that part is cut from its text: to call the decoder takes longer than to decode a short text.
 */
export class Excerpt {
  readonly bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  readonly #text: string

  constructor(bytes: Uint8Array, start = 0, end = 0) {
    const text = start === end ? '' : decodeRange(bytes, start, end)
    // Only where each byte is a character do they stand at the same offsets.
    const isAscii = text.length === end - start
    this.bytes = bytes
    this.#start = start
    this.#end = isAscii ? end : start
    this.#text = text
  }

  /** Whether its text can be cut: it is ASCII. */
  get isOpen(): boolean {
    return this.#end > this.#start
  }

  /** The characters of these bytes. */
  cut(start: number, end: number): string {
    return start >= this.#start && end <= this.#end
      ? this.#text.slice(start - this.#start, end - this.#start)
      : decodeRange(this.bytes, start, end)
  }
}
