const encoder = new TextEncoder()

/**
 * The forms in which a value may stand in a text: plain, percent-encoded, JSON-escaped (once and twice), and in base64
 * wherever its bytes may begin in a group of three. Without the characters that depend on what stands beside it.
 */
export function encodingsOf(value: string): readonly string[] {
  const text = value.replace(/\p{Surrogate}/gu, '\ufffd')
  const percent = encodeURIComponent(text)
  const escaped = JSON.stringify(text).slice(1, -1)
  const base64 = [0, 1, 2].map((offset) => base64At(text, offset))
  return [
    ...new Set([
      text,
      percent,
      percent.replace(/%../g, (hex) => hex.toLowerCase()),
      percent.replaceAll('%20', '+'),
      escaped,
      JSON.stringify(escaped).slice(1, -1),
      escaped.replaceAll('/', '\\/'),
      escaped.replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
      ...base64,
      ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ]
}

// What the first characters say depends on the bytes before, what the last says on the bytes behind.
const dependingOnBefore = [0, 2, 3]
const dependingOnBehind = [0, 1, 1]

function base64At(text: string, offset: number): string {
  let binary = '\0'.repeat(offset)
  for (const byte of encoder.encode(text)) binary += String.fromCharCode(byte)
  const encoded = btoa(binary).replace(/=+$/, '')
  return encoded.slice(
    dependingOnBefore[offset],
    encoded.length - (dependingOnBehind[binary.length % 3] as number),
  )
}
