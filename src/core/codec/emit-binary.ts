import type { Write } from './byte-sink.ts'
import { encodeBase64 } from './base64.ts'

const lineLength = 70
// Whole lines, and few enough characters for one string.
const linesAtOnce = 1 << 14

const decoder = new TextDecoder()

/** Writes bytes as go-yaml does: base64 in lines of 70 characters, on the key's own line where it is shorter. */
export function emitBinary(bytes: Uint8Array, pad: string, write: Write): void {
  const encoded = encodeBase64(bytes)
  if (encoded.length < lineLength) return write(`!!binary ${decoder.decode(encoded)}\n`)
  write('!!binary |\n')
  for (let at = 0; at < encoded.length; at += lineLength * linesAtOnce) {
    const text = decoder.decode(encoded.subarray(at, at + lineLength * linesAtOnce))
    write(text.replace(/.{1,70}/g, (line) => `${pad}${line}\n`))
  }
}
