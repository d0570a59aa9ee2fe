/** ASCII codes the scanner looks for. */
export const code = {
  tab: 0x09,
  lineFeed: 0x0a,
  blank: 0x20,
  doubleQuote: 0x22,
  hash: 0x23,
  singleQuote: 0x27,
  colon: 0x3a,
  dash: 0x2d,
  backslash: 0x5c,
  exclamation: 0x21,
  bar: 0x7c,
  question: 0x3f,
  plus: 0x2b,
  point: 0x2e,
  zero: 0x30,
} as const

/** The bytes as ASCII text has them. */
export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Whether a byte is one of `0` to `9`. */
export function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= code.zero && byte < code.colon
}
