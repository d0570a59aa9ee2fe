/** Thrown inside the scanner alone: the file is not laid out as go-vcr does it, and the general reader has to. */
export const notCanonical: Error = new Error('not canonical')

/** Leaves the scanner. */
export function refuse(): never {
  throw notCanonical
}

/** ASCII codes the scanner looks for. */
export const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  blank: 0x20,
  doubleQuote: 0x22,
  hash: 0x23,
  singleQuote: 0x27,
  colon: 0x3a,
  dash: 0x2d,
  backslash: 0x5c,
  exclamation: 0x21,
  bar: 0x7c,
  question: 0x3f,
  plus: 0x2b,
  point: 0x2e,
  zero: 0x30,
} as const

/** The bytes as ASCII text has them. */
export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Whether a byte is one of `0` to `9`. */
export function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= code.zero && byte < code.colon
}

/**
 * A place in the bytes of a file. It moves forward over what is there, or refuses.
 *
 * At the end of a line it moves on to the text of the next.
 */
export class Cursor {
  // Never used. Were there no cursor left between two files, the engine would throw away all it compiled for cursors, and
  // begin every large file as slowly as the first.
  static readonly kept: Cursor = new Cursor(new Uint8Array(), false)

  readonly bytes: Uint8Array
  readonly hasSeparators: boolean
  at: number
  /** Where the line began whose text it last moved to. */
  lineStart = 0
  /** The column of that text. -1 where the line is empty, or there is none. */
  column = -1

  constructor(bytes: Uint8Array, hasSeparators: boolean, at = 0) {
    this.bytes = bytes
    this.hasSeparators = hasSeparators
    this.at = at
  }

  /** Another at another place. */
  copyAt(at: number): Cursor {
    return new Cursor(this.bytes, this.hasSeparators, at)
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  /** Moves to the text of the line that begins there. */
  toLine(start: number): void {
    const { bytes } = this
    let at = start
    while (bytes[at] === code.blank) at++
    const first = bytes[at]
    this.lineStart = start
    this.at = at
    this.column = first === code.lineFeed || first === undefined ? -1 : at - start
  }

  /** Moves over the end of a line, which must be here, to the text of the next. */
  takeLineEnd(): void {
    if (this.bytes[this.at] !== code.lineFeed) refuse()
    this.toLine(this.at + 1)
  }

  /** Checks that the text of a line begins in this column. */
  expectColumn(column: number): void {
    if (this.column !== column) refuse()
  }

  /** Whether this text comes next. */
  sees(text: Uint8Array): boolean {
    const { bytes, at } = this
    for (let index = 0; index < text.length; index++) {
      if (bytes[at + index] !== text[index]) return false
    }
    return true
  }

  /** Moves over a text if it comes next. */
  takes(text: Uint8Array): boolean {
    const isThere = this.sees(text)
    if (isThere) this.at += text.length
    return isThere
  }

  /** Moves over a text that must come next. */
  take(text: Uint8Array): void {
    if (!this.takes(text)) refuse()
  }

  /** Moves over an integer as Go writes it. */
  takeInteger(): number {
    const { bytes } = this
    const isNegative = bytes[this.at] === code.dash
    const start = isNegative ? this.at + 1 : this.at
    let end = start
    let value = 0
    for (let byte = bytes[end]; isDigit(byte); byte = bytes[end]) {
      value = value * 10 + (byte - code.zero)
      end += 1
    }
    this.at = end
    const length = end - start
    // A leading zero makes it octal.
    if (length === 0 || (length > 1 && bytes[start] === code.zero)) refuse()
    if (!Number.isSafeInteger(value) || (isNegative && value === 0)) refuse()
    return isNegative ? -value : value
  }

  /** Moves over an integer as Go writes it, and the end of its line. */
  takeIntegerLine(): number {
    const value = this.takeInteger()
    this.takeLineEnd()
    return value
  }
}
