const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const padding = 61

const codes = new TextEncoder().encode(alphabet)
const values = new Int8Array(256).fill(-1)
codes.forEach((code, value) => {
  values[code] = value
})

/** Standard base64 with padding, as ASCII bytes. */
export function encodeBase64(bytes: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding)
  let to = 0
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const characters = Math.min(bytes.length - at, 3) + 1
    for (let index = 0; index < characters; index++) {
      encoded[to + index] = codes[(group >> (18 - 6 * index)) & 63] as number
    }
    to += 4
  }
  return encoded
}

/** Reads standard base64, strictly: alphabet, length and padding must be right. Nothing where they are not. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const body = text.endsWith('==')
    ? text.slice(0, -2)
    : text.endsWith('=')
      ? text.slice(0, -1)
      : text
  if (text.length % 4 !== 0) return undefined
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4))
  let bits = 0
  let held = 0
  let to = 0
  for (let at = 0; at < body.length; at++) {
    const value = values[body.charCodeAt(at)] ?? -1
    if (value < 0) return undefined
    held = (held << 6) | value
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[to++] = (held >> bits) & 255
    }
  }
  return bytes
}
