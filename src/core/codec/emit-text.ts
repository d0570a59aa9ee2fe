import { bytesIn } from '../field-value.ts'
import { emitBinary } from './emit-binary.ts'
import { emitScalar, type Spot } from './emit-scalar.ts'
import type { Frame } from './frame.ts'

/** Writes the text of a header or another field, where it stands for bytes that are not UTF-8 those, as go-yaml does. */
export function emitText(text: string, spot: Spot, { dialect, write }: Frame): void {
  const bytes = bytesIn(text)
  if (bytes === undefined) emitScalar(text, spot, dialect, write)
  else emitBinary(bytes, spot, write)
}
