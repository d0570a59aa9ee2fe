const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const padding = 61
const lineFeed = 10
const blank = 32

const codes = new TextEncoder().encode(alphabet)
const values = new Int8Array(256).fill(-1)
codes.forEach((code, value) => {
  values[code] = value
})

/** Standard base64 with padding, as ASCII bytes. */
export function encodeBase64(bytes: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  const whole = bytes.length - (bytes.length % 3)
  encodeGroups(bytes, 0, whole, encoded, 0)
  if (whole < bytes.length) encodeRest(bytes.subarray(whole), encoded.subarray((whole / 3) * 4))
  return encoded
}

// Two characters at a time: half as many look-ups. Most programs that load this encode nothing.
let madePairs: Uint16Array | undefined

function pairsOfCharacters(): Uint16Array {
  return (madePairs ??= Uint16Array.from({ length: 4_096 }, (_, value) => {
    return ((codes[value >> 6] as number) << 8) | (codes[value & 63] as number)
  }))
}

function putPair(pair: number, into: Uint8Array, to: number): void {
  into[to] = pair >> 8
  into[to + 1] = pair
}

/** Encodes the bytes between two offsets, which are groups of three, to an offset of what is given. */
export function encodeGroups(
  bytes: Uint8Array,
  from: number,
  until: number,
  into: Uint8Array,
  offset: number,
): void {
  const pairs = pairsOfCharacters()
  let to = offset
  for (let at = from; at < until; at += 3, to += 4) {
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
    putPair(pairs[group >> 12] as number, into, to)
    putPair(pairs[group & 4_095] as number, into, to + 2)
  }
}

function encodeRest(rest: Uint8Array, to: Uint8Array): void {
  const group = ((rest[0] as number) << 16) | ((rest[1] ?? 0) << 8)
  to.fill(padding)
  for (let index = 0; index <= rest.length; index++) {
    to[index] = codes[(group >> (18 - 6 * index)) & 63] as number
  }
}

/**
 * Reads standard base64 between two offsets, strictly: alphabet, length and padding must be right. Nothing where they are
 * not. Line feeds and blanks do not count.
 */
export function decodeBase64(
  encoded: Uint8Array,
  start = 0,
  end: number = encoded.length,
): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor(((end - start) * 3) / 4))
  let count = 0
  let padded = 0
  let held = 0
  let to = 0
  for (let at = start; at < end; at++) {
    const code = encoded[at] as number
    if (code === lineFeed || code === blank) continue
    count += 1
    const value = values[code] as number
    if (code === padding) padded += 1
    else if (value < 0 || padded > 0) return undefined
    held = (held << 6) | (value & 63)
    if (count % 4 !== 0) continue
    bytes[to] = held >> 16
    bytes[to + 1] = held >> 8
    bytes[to + 2] = held
    to += 3
  }
  return count % 4 !== 0 || padded > 2 ? undefined : bytes.slice(0, to - padded)
}
