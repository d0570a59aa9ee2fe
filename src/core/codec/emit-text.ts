import { bytesIn } from '../field-value.ts'
import type { Dialect } from './dialect.ts'
import { emitBinary } from './emit-binary.ts'
import { emitScalar, type Spot } from './emit-scalar.ts'
import type { Frame } from './frame.ts'
import { isOrdinary } from './ordinary.ts'

/** Writes the text of a header or another field, where it stands for bytes that are not UTF-8 those, as go-yaml does. */
export function emitText(text: string, spot: Spot, { dialect, write }: Frame): void {
  if (text.length <= longestOrdinary && isOrdinary(text) && fits(text, spot, dialect)) {
    return write(spot.role === 'key' ? text : `${text}\n`)
  }
  const bytes = bytesIn(text)
  if (bytes === undefined) emitScalar(text, spot, dialect, write)
  else emitBinary(bytes, spot, write)
}

const longestOrdinary = 1_024

function fits(text: string, { column }: Spot, { width }: Dialect): boolean {
  return column + text.length <= width
}
