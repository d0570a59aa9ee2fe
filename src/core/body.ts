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

/** The length of a body in bytes, without encoding it. */
export function bodyLength(body: Body): number {
  if (typeof body !== 'string') return body.byteLength
  let length = body.length
  for (let index = 0; index < body.length; index++) {
    const unit = body.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) {
      length += 1
    } else if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(body.charCodeAt(index + 1))) {
      length += 2
      index += 1
    } else {
      length += 2
    }
  }
  return length
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
