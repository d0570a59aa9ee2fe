import { code } from './ascii.ts'
import { isSeparator, markUnprintable } from './characters.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'
import { overEscape } from './scan-escape.ts'

/** Moves over a text in single quotes, up to what follows the closing one. */
export function skipSingleQuoted(cursor: Cursor, pad: number): void {
  const { bytes, characters } = cursor
  const start = cursor.at + 1
  let end = bytes.indexOf(code.singleQuote, start)
  while (end >= 0 && bytes[end + 1] === code.singleQuote) {
    end = bytes.indexOf(code.singleQuote, end + 2)
  }
  if (end < 0) refuse()
  cursor.at = end + 1
  let lineFeed = characters.lineFeedFrom(start)
  while (lineFeed < end) {
    const last = overFold(bytes, lineFeed, !characters.hasSeparators)
    lineFeed = characters.lineFeedFrom(last + 1)
  }
  if (characters.hasSeparators) checkSeparators(bytes, start, end, pad)
}

// To Go a separator ends the line, so that blanks stand after it (and would be lost before it).
function checkSeparators(bytes: Uint8Array, start: number, end: number, pad: number): void {
  for (let at = bytes.indexOf(0xe2, start); at >= 0 && at < end; at = bytes.indexOf(0xe2, at + 1)) {
    if (!isSeparator(bytes, at)) continue
    if (isWhite(bytes[at - 1])) refuse()
    overIndentation(bytes, at + 2, pad)
  }
}

// The bytes between double quotes that mean more than themselves.
const stops = new Uint8Array(256)
for (const byte of [code.doubleQuote, code.backslash]) stops[byte] = 1
markUnprintable(stops)

/** Moves over a text in double quotes, up to what follows the closing one. */
export function skipDoubleQuoted(cursor: Cursor): void {
  const { bytes, characters } = cursor
  for (let at = cursor.at + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (stops[byte] === 0) continue
    // Python ends the lines it folds with a backslash: there the line feed stands for nothing.
    const isEscapedFold = byte === code.backslash && bytes[at + 1] === code.lineFeed
    if (byte === code.lineFeed || isEscapedFold) {
      at = overFold(bytes, isEscapedFold ? at + 1 : at, false)
      // The second of two blanks at a fold.
      if (bytes[at + 1] === code.backslash && bytes[at + 2] === code.blank) at += 2
    } else if (byte === code.backslash) {
      at = overEscape(bytes, at)
    } else if (byte === code.doubleQuote) {
      cursor.at = at + 1
      return
    } else {
      if (byte === code.tab || isSeparator(bytes, at)) refuse()
      at = characters.over(at) - 1
    }
  }
  refuse()
}

// A line is folded at a single blank, and where empty lines follow, at as many line feeds. Wherever it goes on, the blanks
// before it are no text: who pretty-prints a body by hand may leave it left of its key. Gives the last byte before the text.
function overFold(bytes: Uint8Array, lineFeed: number, mayBeEmpty: boolean): number {
  if (isWhite(bytes[lineFeed - 1])) refuse()
  const start = (mayBeEmpty ? lastOfRun(bytes, lineFeed) : lineFeed) + 1
  let text = start
  while (bytes[text] === code.blank) text++
  if (isWhite(bytes[text]) || (text === start && isMarker(bytes, text))) refuse()
  return text - 1
}

// The last line feed before the text.
function lastOfRun(bytes: Uint8Array, lineFeed: number): number {
  let last = lineFeed
  for (let at = last + 1; bytes[at] === code.blank || bytes[at] === code.lineFeed; at++) {
    if (bytes[at] === code.lineFeed) last = at
  }
  return last
}

// `---` and `...` at the start of a line divide documents, even within quotes.
function isMarker(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at]
  const isThrice = bytes[at + 1] === first && bytes[at + 2] === first
  return isThrice && (first === code.dash || first === code.point)
}

// Exactly as far as the text begins, for more blanks would be text.
function overIndentation(bytes: Uint8Array, before: number, pad: number): void {
  const text = before + 1 + pad
  for (let at = before + 1; at < text; at++) if (bytes[at] !== code.blank) refuse()
  if (isWhite(bytes[text])) refuse()
}

function isWhite(byte: number | undefined): boolean {
  return byte === code.blank || byte === code.lineFeed || byte === code.tab
}
