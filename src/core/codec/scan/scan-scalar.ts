import { code } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { skipBinary } from './scan-binary.ts'
import { skipLiteral } from './scan-literal.ts'
import { skipPlain } from './scan-plain.ts'
import { skipDoubleQuoted, skipSingleQuoted } from './scan-quoted.ts'

/** Where a scalar's further lines begin, and what the header of a literal there says if it begins with a blank. */
export interface ScalarColumn {
  readonly pad: number
  readonly digit: number
}

/** Moves over a text and the end of its last line. */
export function skipText(cursor: Cursor, { pad, digit }: ScalarColumn): void {
  switch (cursor.bytes[cursor.at] as number) {
    case code.singleQuote:
      skipSingleQuoted(cursor, pad)
      return cursor.takeLineEnd()
    case code.doubleQuote:
      skipDoubleQuoted(cursor)
      return cursor.takeLineEnd()
    case code.bar:
      return skipLiteral(cursor, pad, digit)
    default:
      return skipPlain(cursor, pad)
  }
}

/** Moves over a text or base64, and the end of its last line. */
export function skipTextOrBytes(cursor: Cursor, column: ScalarColumn): void {
  if (cursor.bytes[cursor.at] === code.exclamation) skipBinary(cursor, column.pad)
  else skipText(cursor, column)
}
