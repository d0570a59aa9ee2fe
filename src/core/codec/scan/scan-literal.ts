import { isSeparator } from './characters.ts'
import { code } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'

/**
 * Moves over a literal block, from its `|` to the line after it.
 *
 * @param pad the column of its text
 * @param digit what stands in its header where it begins with a blank: `pad` counted from its parent
 */
export function skipLiteral(cursor: Cursor, pad: number, digit: number): void {
  cursor.at += 1
  const hasDigit = takesByte(cursor, code.zero + digit)
  if (!takesByte(cursor, code.plus)) takesByte(cursor, code.dash)
  if (cursor.bytes[cursor.at] !== code.lineFeed) refuse()
  const start = cursor.at + 1
  checkFirstLine(cursor.bytes, start, pad, hasDigit)
  cursor.toLine(endOfBlock(cursor, start, pad))
}

function takesByte(cursor: Cursor, byte: number): boolean {
  const isThere = cursor.bytes[cursor.at] === byte
  if (isThere) cursor.at += 1
  return isThere
}

// Without a digit the first line that is not empty says where the text begins. To Go a tab there is an error, then.
function checkFirstLine(bytes: Uint8Array, start: number, pad: number, hasDigit: boolean): void {
  let line = start
  while (bytes[line] === code.lineFeed) line++
  if (!isIndented(bytes, line, pad)) refuse()
  const first = bytes[line + pad]
  if (!hasDigit && (first === code.tab || first === code.blank)) refuse()
}

function isIndented(bytes: Uint8Array, line: number, pad: number): boolean {
  for (let at = line; at < line + pad; at++) if (bytes[at] !== code.blank) return false
  return true
}

function endOfBlock({ bytes, characters }: Cursor, start: number, pad: number): number {
  let line = start
  for (;;) {
    const text = characters.textFrom(line)
    if (text - line >= pad) {
      const lineFeed = characters.lineFeedFrom(text)
      // A line of indentation alone is never written.
      if (lineFeed === line + pad) refuse()
      if (characters.hasSeparators) checkSeparators(bytes, line + pad, lineFeed, pad)
      line = lineFeed + 1
    } else if (bytes[line] === code.lineFeed) {
      line += 1
    } else {
      return line
    }
  }
}

// To Go a separator ends the line, so that blanks stand after it.
function checkSeparators(bytes: Uint8Array, start: number, end: number, pad: number): void {
  for (let at = bytes.indexOf(0xe2, start); at >= 0 && at < end; at = bytes.indexOf(0xe2, at + 1)) {
    if (!isSeparator(bytes, at)) continue
    const text = at + 3 + pad
    const isText = bytes[text] !== code.blank && bytes[text] !== code.lineFeed
    if (text >= end || !isText || !isIndented(bytes, at + 3, pad)) refuse()
  }
}
