import type { Span } from './span.ts'

/** A text without percent-encoding, and where each of its units stood. */
export interface DecodedText {
  readonly text: string
  /** The span of the encoded text that a span of the decoded one came from. */
  readonly toSource: (span: Span) => Span
}

const percent = 0x25
const plus = 0x2b

/**
 * Takes percent-encoding off, once, and `+` as a blank. Each encoded byte becomes one unit: what is not ASCII is not text.
 *
 * `undefined` where nothing is encoded.
 */
export function decodePercent(encoded: string): DecodedText | undefined {
  if (!encoded.includes('%') && !encoded.includes('+')) return undefined
  const units: string[] = []
  const offsets: number[] = []
  for (let at = 0; at < encoded.length; at++) {
    offsets.push(at)
    const unit = encoded.charCodeAt(at)
    const byte = unit === percent ? byteAt(encoded, at + 1) : undefined
    if (byte === undefined) {
      units.push(unit === plus ? ' ' : String.fromCharCode(unit))
    } else {
      units.push(String.fromCharCode(byte))
      at += 2
    }
  }
  offsets.push(encoded.length)
  const toSource = (span: Span): Span => ({
    ...span,
    start: offsets[span.start] as number,
    end: offsets[span.end] as number,
  })
  return { text: units.join(''), toSource }
}

const twoHexDigits = /[0-9A-Fa-f]{2}/y

function byteAt(text: string, at: number): number | undefined {
  twoHexDigits.lastIndex = at
  return twoHexDigits.test(text) ? Number.parseInt(text.slice(at, at + 2), 16) : undefined
}

/** A name of a query or form without its encoding. What is encoded wrongly stays as it is. */
export function decodeName(name: string): string {
  return decodePercent(name)?.text ?? name
}
