const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Bytes with LF in place of each CR LF, as git checks texts out on Windows.
 *
 * Nothing where a line ends otherwise, or a CR stands within one.
 */
export function withoutReturns(bytes: Uint8Array): Uint8Array | undefined {
  const first = bytes.indexOf(lineFeed)
  // Most files end here, at their first line.
  if (first < 1 || bytes[first - 1] !== carriageReturn) return undefined
  const plain = new Uint8Array(bytes.length)
  let length = 0
  let last = 0
  for (const byte of bytes) {
    if ((last === carriageReturn) !== (byte === lineFeed)) return undefined
    if (byte !== carriageReturn) plain[length++] = byte
    last = byte
  }
  return last === carriageReturn ? undefined : plain.subarray(0, length)
}

/** Bytes with CR LF in place of each LF: the inverse of {@link withoutReturns}. */
export function withReturns(plain: Uint8Array): Uint8Array {
  let count = 0
  for (const byte of plain) if (byte === lineFeed) count += 1
  const bytes = new Uint8Array(plain.length + count)
  let at = 0
  for (const byte of plain) {
    if (byte === lineFeed) bytes[at++] = carriageReturn
    bytes[at++] = byte
  }
  return bytes
}

interface Lines {
  /** With LF. */
  readonly bytes: Uint8Array
  readonly hasReturns: boolean
}

/** The bytes of a source as its file has them. */
export function fileBytes({ bytes, hasReturns }: Lines): Uint8Array {
  return hasReturns ? withReturns(bytes) : bytes
}

/** Pieces of a file with the ends of lines that its source has. */
export function* endedAs(
  source: Lines | undefined,
  pieces: Iterable<Uint8Array>,
): Generator<Uint8Array> {
  const hasReturns = source?.hasReturns === true
  for (const bytes of pieces) yield fileBytes({ bytes, hasReturns })
}
