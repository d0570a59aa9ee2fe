import { durationIn } from '../../durations.ts'
import { code, isDigit, refuse, type Cursor } from './cursor.ts'
import { decodeText } from './decode.ts'
import { skipText, type ScalarColumn } from './scan-scalar.ts'

// A million seconds fits anywhere.
const mostDigits = 6
const milli = 0x6d
const second = 0x73

/** Moves over Go's duration text and the end of its line. */
export function skipDuration(cursor: Cursor, column: ScalarColumn): void {
  if (!takesUsual(cursor)) takeDuration(cursor, column)
}

/** Reads Go's duration text, in nanoseconds. Version 1 writes what it did not measure as ''. */
export function takeDuration(cursor: Cursor, column: ScalarColumn): number {
  const start = cursor.at
  skipText(cursor, column)
  const text = decodeText(cursor.bytes, start, cursor.lineStart, column.pad)
  return text === '' ? 0 : (durationIn(text) ?? refuse())
}

// Nearly all are like `505.86125ms` and `1.5s`.
function takesUsual(cursor: Cursor): boolean {
  const { bytes, at: start } = cursor
  let at = start
  while (isDigit(bytes[at])) at++
  if (at === start || at - start > mostDigits) return false
  if (bytes[at] === code.point)
    do at++
    while (isDigit(bytes[at]))
  if (bytes[at] === milli) at++
  const isUsual = bytes[at] === second && bytes[at + 1] === code.lineFeed
  if (isUsual) cursor.toLine(at + 2)
  return isUsual
}
