import { durationIn } from '../../durations.ts'
import { code, isDigit } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'
import { decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { skipText, type ScalarColumn } from './scan-scalar.ts'

// A million seconds fits anywhere.
const mostDigits = 6
const milli = 0x6d
const second = 0x73

/** Moves over Go's duration text and the end of its line. */
export function skipDuration(cursor: Cursor, column: ScalarColumn): void {
  if (takesUsual(cursor)) return
  const start = cursor.at
  skipText(cursor, column)
  const from = new Excerpt(cursor.bytes)
  if (nanosecondsIn(decodeText(from, start, cursor.lineStart, column.pad)) === undefined) refuse()
}

/** What Go's duration text says, in nanoseconds. Version 1 writes what it did not measure as ''. */
export function nanosecondsIn(text: string): number | undefined {
  return text === '' ? 0 : durationIn(text)
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
