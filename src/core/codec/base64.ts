const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const padding = 61

const codes = new TextEncoder().encode(alphabet)
const values = new Int8Array(256).fill(-1)
codes.forEach((code, value) => {
  values[code] = value
})

/** Standard base64 with padding, as ASCII bytes. */
export function encodeBase64(bytes: Uint8Array): Uint8Array {
  const encoded = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  const whole = bytes.length - (bytes.length % 3)
  let to = 0
  for (let at = 0; at < whole; at += 3) {
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
    encoded[to++] = codes[group >> 18] as number
    encoded[to++] = codes[(group >> 12) & 63] as number
    encoded[to++] = codes[(group >> 6) & 63] as number
    encoded[to++] = codes[group & 63] as number
  }
  if (whole < bytes.length) encodeRest(bytes.subarray(whole), encoded.subarray(to))
  return encoded
}

function encodeRest(rest: Uint8Array, to: Uint8Array): void {
  const group = ((rest[0] as number) << 16) | ((rest[1] ?? 0) << 8)
  to.fill(padding)
  for (let index = 0; index <= rest.length; index++) {
    to[index] = codes[(group >> (18 - 6 * index)) & 63] as number
  }
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
