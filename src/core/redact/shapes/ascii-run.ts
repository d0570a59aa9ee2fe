/** A token with what tells of it is at least so long: `Basic YTpiY2Rl`. It is ASCII, without control characters. */
const shortest = 14
// So that it meets each run in a group of four that is all of it.
const step = shortest - 3

/**
 * Whether bytes hold a run of ASCII in which a token has room. Hardly any noise does.
 *
 * It looks at four bytes at a time, and skips most of them.
 */
export function holdsAsciiRun(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = 0; at <= bytes.length - 4; at += step) {
    if (areAscii(view.getInt32(at)) && runAround(bytes, at) >= shortest) return true
  }
  return false
}

/** Whether none of four bytes has its highest bit, and each has one of the two below. */
function areAscii(four: number): boolean {
  return (four & 0x80808080) === 0 && ((four | (four << 1)) & 0x40404040) === 0x40404040
}

function runAround(bytes: Uint8Array, at: number): number {
  let start = at
  while (isAscii(bytes[start - 1])) start -= 1
  let end = at
  while (end - start < shortest && isAscii(bytes[end])) end += 1
  return end - start
}

function isAscii(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x80
}
