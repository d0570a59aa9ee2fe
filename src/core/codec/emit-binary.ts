import { encodeBase64 } from './base64.ts'
import { base64Lines, bytesOfTwoLines } from './base64-lines.ts'
import type { WritePiece } from './byte-sink.ts'
import type { Spot } from './emit-scalar.ts'

const lineLength = 70

const decoder = new TextDecoder()

/** Writes bytes as go-yaml does: base64 in lines of 70 characters, on the key's own line where it is shorter. */
export function emitBinary(bytes: Uint8Array, { role, pad }: Spot, write: WritePiece): void {
  const lined = bytesOfTwoLines(bytes)
  const rest = decoder.decode(encodeBase64(bytes.subarray(lined)))
  if (fitsLine(bytes)) {
    return write(`!!binary ${rest}${role === 'key' ? '' : '\n'}`)
  }
  write('!!binary |\n')
  for (const lines of base64Lines(bytes.subarray(0, lined), pad.length)) write(lines)
  for (let at = 0; at < rest.length; at += lineLength) {
    write(`${pad}${rest.slice(at, at + lineLength)}\n`)
  }
}

/** Whether bytes are written on the line where they begin. */
export function fitsLine(bytes: Uint8Array): boolean {
  return 4 * Math.ceil(bytes.length / 3) < lineLength
}
