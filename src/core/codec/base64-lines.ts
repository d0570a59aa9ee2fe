import { encodeGroups, encodePair } from './base64.ts'

const lineLength = 70
const twoLines = 105
// Few enough that they stay in the processor's cache until they are written.
const mostAtOnce = 512 * twoLines
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
  const lines = new Uint8Array((atOnce / twoLines) * 2 * line).fill(blank)
  for (let from = 0; from < bytes.length; from += atOnce) {
    const until = Math.min(from + atOnce, bytes.length)
    let to = 0
    for (let at = from; at < until; at += twoLines, to += 2 * line) {
      encodeTwoLines(bytes, at, lines, to + pad, line)
    }
    yield lines.subarray(0, to)
  }
}

function encodeTwoLines(
  bytes: Uint8Array,
  at: number,
  lines: Uint8Array,
  to: number,
  line: number,
): void {
  const middle = at + (twoLines - 3) / 2
  encodeGroups(bytes, at, middle, lines, to)
  // Of the group in the middle, half stands at the end of the first line and half at the beginning of the second.
  encodePair(
    ((bytes[middle] as number) << 4) | ((bytes[middle + 1] as number) >> 4),
    lines,
    to + lineLength - 2,
  )
  lines[to + lineLength] = lineFeed
  encodePair(
    (((bytes[middle + 1] as number) & 15) << 8) | (bytes[middle + 2] as number),
    lines,
    to + line,
  )
  encodeGroups(bytes, middle + 3, at + twoLines, lines, to + line + 2)
  lines[to + line + lineLength] = lineFeed
}
