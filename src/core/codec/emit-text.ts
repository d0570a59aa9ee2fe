import { bytesIn } from '../field-value.ts'
import type { Dialect } from './dialect.ts'
import { emitBinary } from './emit-binary.ts'
import { emitScalar, type Spot } from './emit-scalar.ts'
import type { Frame } from './frame.ts'
import { isOrdinary } from './ordinary.ts'

const longestLine = 1_024

/** Writes the text of a header or another field, where it stands for bytes that are not UTF-8 those, as go-yaml does. */
export function emitText(text: string, spot: Spot, { dialect, write }: Frame): void {
  const lines = linesOf(text, spot, dialect)
  if (lines !== undefined) return write(lines)
  const bytes = bytesIn(text)
  if (bytes === undefined) emitScalar(text, spot, dialect, write)
  else emitBinary(bytes, spot, write)
}

/** What {@link emitText} writes of a text that is short. Nothing where it is long, or stands for bytes. */
export function linesOf(text: string, spot: Spot, dialect: Dialect): string | undefined {
  if (text.length > longestLine) return undefined
  if (isOrdinary(text) && fits(text, spot, dialect)) return spot.role === 'key' ? text : `${text}\n`
  if (bytesIn(text) !== undefined) return undefined
  let lines = ''
  emitScalar(text, spot, dialect, (piece) => void (lines += piece))
  return lines
}

function fits(text: string, { column }: Spot, { width }: Dialect): boolean {
  return column + text.length <= width
}
