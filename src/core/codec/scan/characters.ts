import { code } from './ascii.ts'
import { refuse } from './refuse.ts'

/** Thrown inside the scanner alone: the file has line breaks but line feed, of which it did not know. */
export const separatorFound: Error = new Error('a line separator')

/**
 * The characters of a file, checked when the scanner moves over them: UTF-8, and what go-yaml leaves as it is, or tabs, or
 * emoji. All else is refused.
 *
 * go-yaml escapes emoji, other writers do not, and nobody reads them differently.
 */
export class Characters {
  readonly bytes: Uint8Array
  /** Whether there are line breaks but line feed: U+2028 and U+2029. */
  readonly hasSeparators: boolean
  readonly #words: Int32Array

  constructor(bytes: Uint8Array, hasSeparators: boolean) {
    // Nothing that was read from a file is moved for that.
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
    this.bytes = bytes
    this.hasSeparators = hasSeparators
    this.#words = new Int32Array(aligned.buffer, aligned.byteOffset, Math.floor(bytes.length / 4))
  }

  /** Moves over blanks. */
  textFrom(start: number): number {
    const { bytes } = this
    const words = this.#words
    let at = start
    for (; at % 4 !== 0; at++) if (bytes[at] !== code.blank) return at
    let word = at / 4
    while (words[word] === fourBlanks) word++
    at = 4 * word
    while (bytes[at] === code.blank) at++
    return at
  }

  /** Moves from there to the end of the line, over characters that all may be there. */
  lineFeedFrom(start: number): number {
    const { bytes } = this
    for (let at = start; ;) {
      if (at % 4 === 0) at = 4 * endOfPrintable(this.#words, at / 4)
      const byte = bytes[at] as number
      if (byte === code.lineFeed) return at
      at = isPrintable(byte) ? at + 1 : this.over(at)
    }
  }

  /** Moves over what is not printable ASCII. */
  over(at: number): number {
    const { bytes } = this
    const byte = bytes[at] ?? refuse()
    if (byte === code.tab) return at + 1
    const length = byte < 0x80 ? refuse() : sequenceLength(bytes, at)
    if (length === 0) refuse()
    if (!this.hasSeparators && isSeparator(bytes, at)) throw separatorFound
    return at + length
  }
}

function isPrintable(byte: number): boolean {
  return byte >= code.blank && byte < 0x7f
}

/** Marks the bytes that are not printable ASCII, in a table of those that a scan must look at. */
export function markUnprintable(stops: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) if (!isPrintable(byte)) stops[byte] = 1
}

// Blanks to tildes, sixteen bytes at a time as long as there are so many.
function endOfPrintable(words: Int32Array, start: number): number {
  const end = words.length
  let at = start
  while (at + 4 <= end && areFourPrintable(words, at)) at += 4
  while (at < end && isWordPrintable(words[at] as number)) at++
  return at
}

const fourBlanks = 0x20202020
const highBits = 0x80808080 | 0

// Less 0x20 each is below 0x5f, and 0x21 more leaves it below 0x80: nothing else does so.
function areFourPrintable(words: Int32Array, at: number): boolean {
  const a = ((words[at] as number) - 0x20202020) | 0
  const b = ((words[at + 1] as number) - 0x20202020) | 0
  const c = ((words[at + 2] as number) - 0x20202020) | 0
  const d = ((words[at + 3] as number) - 0x20202020) | 0
  const beyond =
    a | b | c | d | (a + 0x21212121) | (b + 0x21212121) | (c + 0x21212121) | (d + 0x21212121)
  return (beyond & highBits) === 0
}

function isWordPrintable(word: number): boolean {
  const above = (word - 0x20202020) | 0
  return ((above | (above + 0x21212121)) & highBits) === 0
}

/** Whether U+2028 or U+2029 stands there. */
export function isSeparator(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] as number) | 1) === 0xa9
}

// 0 where it is no UTF-8, a control, half of a surrogate pair, a byte order mark, U+FFFE or U+FFFF.
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  const second = bytes[at + 1] ?? 0
  if (first < 0xe0) return isWithin(second, first === 0xc2 ? 0xa0 : 0x80) && first > 0xc1 ? 2 : 0
  const third = bytes[at + 2] ?? 0
  if (!isWithin(third, 0x80)) return 0
  if (first < 0xf0) return isThree(first, second, third) ? 3 : 0
  return isFour(first, second) && isWithin(bytes[at + 3] ?? 0, 0x80) ? 4 : 0
}

function isWithin(byte: number, lowest: number): boolean {
  return byte >= lowest && byte <= 0xbf
}

function isThree(first: number, second: number, third: number): boolean {
  if (!isWithin(second, first === 0xe0 ? 0xa0 : 0x80)) return false
  if (first === 0xed) return second <= 0x9f
  if (first !== 0xef) return true
  // U+FEFF, U+FFFE and U+FFFF
  return !(second === 0xbb && third === 0xbf) && !(second === 0xbf && third >= 0xbe)
}

function isFour(first: number, second: number): boolean {
  if (!isWithin(second, first === 0xf0 ? 0x90 : 0x80)) return false
  return first < 0xf4 || (first === 0xf4 && second <= 0x8f)
}
