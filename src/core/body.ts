/** A body: text where its bytes are UTF-8, else the bytes. */
export type Body = string | Uint8Array

const encoder = new TextEncoder()
// A byte order mark is part of the body: it must come back.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Keeps bytes as text where they are UTF-8 and no longer than a text can be, else as they are. */
export function bodyOf(bytes: Uint8Array): Body {
  try {
    return decoder.decode(bytes)
  } catch {
    // Bytes are always right: text is what reads better.
    return bytes
  }
}

/** The bytes of a body. Text becomes UTF-8. */
export function bodyBytes(body: Body): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : body
}

const scratch = new Uint8Array(3 * 4_096)
const pieceLength = scratch.length / 3

/** The length of a body in bytes, without holding it encoded. */
export function bodyLength(body: Body): number {
  if (typeof body !== 'string') return body.byteLength
  let length = 0
  for (let start = 0; start < body.length;) {
    const end = endOfPiece(body, start)
    length += encoder.encodeInto(body.slice(start, end), scratch).written
    start = end
  }
  return length
}

// Not between the halves of a surrogate pair.
function endOfPiece(text: string, start: number): number {
  const end = start + pieceLength
  return isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
