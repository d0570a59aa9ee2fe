import { encodeGroups } from './base64.ts'

const lineLength = 70
const twoLines = 105
// Few enough that what they are encoded to stays in the processor's cache.
const mostEncoded = 512 * twoLines
// Enough that the system is called seldom.
const mostAtOnce = 4 * mostEncoded
const blank = 32
const lineFeed = 10

/** How many of some bytes fill whole pairs of lines: a line of 70 characters ends amid a byte, two do not. */
export function bytesOfTwoLines(bytes: Uint8Array): number {
  return bytes.length - (bytes.length % twoLines)
}

/**
 * Encodes bytes in lines of 70 characters that begin with so many blanks.
 *
 * Each piece it gives is overwritten by the next.
 *
 * @param bytes - Such that they fill pairs of lines.
 */
export function* base64Lines(bytes: Uint8Array, pad: number): Generator<Uint8Array> {
  const line = pad + lineLength + 1
  const atOnce = Math.min(bytes.length, mostAtOnce)
  const encoded = new Uint8Array((Math.min(bytes.length, mostEncoded) / 3) * 4)
  const lines = new Uint8Array((atOnce / twoLines) * 2 * line).fill(blank)
  const [source, target] = [new DataView(encoded.buffer), new DataView(lines.buffer)]
  let to = 0
  for (let from = 0; from < bytes.length; from += mostEncoded) {
    const part = bytes.subarray(from, from + mostEncoded)
    encode(part, encoded)
    for (let at = 0; at < (part.length / 3) * 4; at += lineLength, to += line) {
      copyLine(source, at, target, to + pad)
      lines[to + pad + lineLength] = lineFeed
    }
    if (to < lines.length && from + mostEncoded < bytes.length) continue
    yield lines.subarray(0, to)
    to = 0
  }
}

/** Bytes that can tell themselves in base64: Node's Buffer does it natively, in a fifth of the time. */
interface Telling {
  base64Slice(): string
}

const encoder = new TextEncoder()

function encode(bytes: Uint8Array, into: Uint8Array): void {
  if ('base64Slice' in bytes) encoder.encodeInto((bytes as unknown as Telling).base64Slice(), into)
  else encodeGroups(bytes, 0, bytes.length, into, 0)
}

const eight = 8
const lastEight = lineLength - eight

// Eight characters at a time. ASCII is never NaN, whose bits need not stay what they are.
function copyLine(source: DataView, from: number, target: DataView, to: number): void {
  for (let at = 0; at < lastEight; at += eight) {
    target.setFloat64(to + at, source.getFloat64(from + at))
  }
  target.setFloat64(to + lastEight, source.getFloat64(from + lastEight))
}
