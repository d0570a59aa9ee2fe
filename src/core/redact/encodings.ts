import { shortestValue } from './environment.ts'

const encoder = new TextEncoder()

/** A form in which a value may stand in a text. */
export interface Encoding {
  readonly text: string
  /** A part of it that is shorter says too little of the value: 12 characters, which base64 writes as 16. */
  readonly shortestPart: number
}

/**
 * The forms in which a value may stand in a text: plain, percent-encoded, JSON-escaped (once and twice), and in base64
 * wherever its bytes may begin in a group of three. Without the characters that depend on what stands beside it.
 */
export function encodingsOf(value: string): readonly Encoding[] {
  const text = value.toWellFormed()
  const percent = encodeURIComponent(text)
  const escaped = JSON.stringify(text).slice(1, -1)
  const base64 = [0, 1, 2].map((offset) => base64At(text, offset))
  return [
    ...encodings(shortestValue, [
      text,
      percent,
      percent.replace(/%../g, (hex) => hex.toLowerCase()),
      percent.replaceAll('%20', '+'),
      escaped,
      JSON.stringify(escaped).slice(1, -1),
      escaped.replaceAll('/', '\\/'),
      escaped.replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
    ]),
    ...encodings((shortestValue / 3) * 4, [
      ...base64,
      ...base64.map((form) => form.replaceAll('+', '-').replaceAll('/', '_')),
    ]),
  ]
}

function encodings(shortestPart: number, texts: readonly string[]): readonly Encoding[] {
  return [...new Set(texts)].map((text) => ({ text, shortestPart }))
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
