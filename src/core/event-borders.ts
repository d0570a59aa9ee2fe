const lf = 0x0a
const cr = 0x0d

/**
 * Where the events of an event stream end, as offsets into its bytes, the last at the body's length.
 *
 * An event ends after the blank line that dispatches it; further blank lines belong to it.
 * Lines end with LF, CRLF or CR.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function eventBorders(bytes: Uint8Array): readonly number[] {
  const borders: number[] = []
  let offset = 0
  let isBlank = false
  let hasText = false
  while (offset < bytes.length) {
    const end = endOfLine(bytes, offset)
    const isEmptyLine = bytes[offset] === lf || bytes[offset] === cr
    if (isBlank && !isEmptyLine && hasText) {
      borders.push(offset)
      hasText = false
    }
    if (!isEmptyLine) hasText = true
    isBlank = isEmptyLine
    offset = end
  }
  if (bytes.length > 0) borders.push(bytes.length)
  return borders
}

/** Where the lines of ndjson end, as offsets into its bytes, the last at the body's length. */
export function lineBorders(bytes: Uint8Array): readonly number[] {
  const borders: number[] = []
  for (let offset = 0; offset < bytes.length;) {
    const found = bytes.indexOf(lf, offset)
    offset = found === -1 ? bytes.length : found + 1
    borders.push(offset)
  }
  return borders
}

function endOfLine(bytes: Uint8Array, start: number): number {
  let offset = start
  while (offset < bytes.length && bytes[offset] !== lf && bytes[offset] !== cr) offset += 1
  if (bytes[offset] === cr && bytes[offset + 1] === lf) return offset + 2
  return Math.min(offset + 1, bytes.length)
}
