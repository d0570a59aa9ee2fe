import { code, isDigit } from './ascii.ts'
import { Characters } from './characters.ts'
import { refuse } from './refuse.ts'

/**
 * A place in the bytes of a file. It moves forward over what is there, or refuses.
 *
 * At the end of a line it moves on to the text of the next.
 */
export class Cursor {
  // Never used. Were there no cursor left between two files, the engine would throw away all it compiled for cursors, and
  // begin every large file as slowly as the first.
  static readonly kept: Cursor = new Cursor(new Characters(new Uint8Array(), false))

  readonly characters: Characters
  readonly bytes: Uint8Array
  at: number
  /** Where the line began whose text it last moved to. */
  lineStart = 0
  /** The column of that text. -1 where the line is empty, or there is none. */
  column = -1

  constructor(characters: Characters, at = 0) {
    this.characters = characters
    this.bytes = characters.bytes
    this.at = at
  }

  /** Whether there are line breaks but line feed. */
  get hasSeparators(): boolean {
    return this.characters.hasSeparators
  }

  /** Another at another place. */
  copyAt(at: number): Cursor {
    return new Cursor(this.characters, at)
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length
  }

  /** Moves to the text of the line that begins there. */
  toLine(start: number): void {
    const at = this.characters.textFrom(start)
    const first = this.bytes[at]
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
