import { code, refuse, type Cursor } from './cursor.ts'
import { isSeparator } from './characters.ts'
import { overEscape } from './scan-escape.ts'

/** Moves over a text in single quotes, up to what follows the closing one. */
export function skipSingleQuoted(cursor: Cursor, pad: number): void {
  const { bytes } = cursor
  const start = cursor.at + 1
  let end = bytes.indexOf(code.singleQuote, start)
  while (end >= 0 && bytes[end + 1] === code.singleQuote) {
    end = bytes.indexOf(code.singleQuote, end + 2)
  }
  if (end < 0) refuse()
  cursor.at = end + 1
  let lineFeed = bytes.indexOf(code.lineFeed, start)
  while (lineFeed >= 0 && lineFeed < end) {
    lineFeed = bytes.indexOf(code.lineFeed, overFold(bytes, lineFeed, pad))
  }
  if (cursor.hasSeparators) checkSeparators(bytes, start, end, pad)
}

// To Go a separator ends the line, so that blanks stand after it (and would be lost before it).
function checkSeparators(bytes: Uint8Array, start: number, end: number, pad: number): void {
  for (let at = bytes.indexOf(0xe2, start); at >= 0 && at < end; at = bytes.indexOf(0xe2, at + 1)) {
    if (!isSeparator(bytes, at)) continue
    if (bytes[at - 1] === code.blank || bytes[at - 1] === code.tab) refuse()
    overBlanks(bytes, at + 2, pad)
  }
}

// The bytes between double quotes that mean more than themselves.
const stops = new Uint8Array(256)
for (const byte of [code.doubleQuote, code.backslash, code.lineFeed, code.tab, 0xe2])
  stops[byte] = 1

/** Moves over a text in double quotes, up to what follows the closing one. */
export function skipDoubleQuoted(cursor: Cursor, pad: number): void {
  const { bytes } = cursor
  for (let at = cursor.at + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (stops[byte] === 0) continue
    if (byte === code.backslash) {
      at = overEscape(bytes, at)
    } else if (byte === code.doubleQuote) {
      cursor.at = at + 1
      return
    } else if (byte === code.lineFeed) {
      at = overFold(bytes, at, pad)
      // The second of two blanks at a fold.
      if (bytes[at + 1] === code.backslash && bytes[at + 2] === code.blank) at += 2
    } else if (byte === code.tab || isSeparator(bytes, at)) {
      refuse()
    }
  }
  refuse()
}

// A line is folded at a single blank, and goes on exactly at its column. Gives the last blank before the text.
function overFold(bytes: Uint8Array, lineFeed: number, pad: number): number {
  if (bytes[lineFeed - 1] === code.blank || bytes[lineFeed - 1] === code.tab) refuse()
  return overBlanks(bytes, lineFeed, pad)
}

function overBlanks(bytes: Uint8Array, before: number, pad: number): number {
  const end = before + pad
  for (let at = before + 1; at <= end; at++) if (bytes[at] !== code.blank) refuse()
  const next = bytes[end + 1]
  const isText = next !== code.blank && next !== code.lineFeed && next !== code.tab
  return isText ? end : refuse()
}
