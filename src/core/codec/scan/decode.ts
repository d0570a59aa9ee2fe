import { bodyOf, type Body } from '../../body.ts'
import { keptBytes } from '../../field-value.ts'
import { decodeBase64 } from '../base64.ts'
import { code } from './ascii.ts'
import type { Excerpt } from './excerpt.ts'
import { unescape } from './unescape.ts'

/** What a text says that stands between two offsets, its further lines in column `pad`. */
export function decodeText(from: Excerpt, start: number, end: number, pad: number): string {
  const { bytes } = from
  // A quoted key has no line feed behind its last quote.
  const last = bytes[end - 1] === code.lineFeed ? end - 1 : end
  switch (bytes[start] as number) {
    case code.singleQuote:
      return decodeSingleQuoted(from, start + 1, last - 1, pad)
    case code.doubleQuote:
      return decodeDoubleQuoted(from, start, last)
    case code.bar:
      return decodeLiteral(from, start, end, pad)
    case code.exclamation:
      return keptBytes(decodeBinary(bytes, start, end))
    default:
      return decodePlain(from, start, last, pad)
  }
}

/** What a body says. Bytes only where it is base64 of what is no UTF-8. */
export function decodeBody(from: Excerpt, start: number, end: number, pad: number): Body {
  const { bytes } = from
  if (bytes[start] !== code.exclamation) return decodeText(from, start, end, pad)
  return bodyOf(decodeBinary(bytes, start, end))
}

function decodeBinary(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const tag = start + '!!binary '.length
  const base64 = bytes[tag] === code.bar ? tag + 1 : tag
  return decodeBase64(bytes, base64, end) as Uint8Array
}

// go-yaml quotes line separators.
function decodePlain(from: Excerpt, start: number, end: number, pad: number): string {
  const text = from.cut(start, end)
  return text.includes('\n') ? unindent(text, ' ', pad) : text
}

function decodeSingleQuoted(from: Excerpt, start: number, end: number, pad: number): string {
  const folded = from.cut(start, end)
  const unfolded = folded.includes('\n') ? folded.replace(/\n[ \n]*/g, unfold) : folded
  const text = holdsSeparator(folded) ? unseparate(unfolded, pad) : unfolded
  return text.includes("'") ? text.replaceAll("''", "'") : text
}

// One line feed stands for a blank, more for all but the first.
function unfold(fold: string): string {
  const lineFeeds = fold.replaceAll(' ', '')
  return lineFeeds.length === 1 ? ' ' : lineFeeds.slice(1)
}

function decodeDoubleQuoted(from: Excerpt, start: number, end: number): string {
  const quoted = from.cut(start, end)
  // Most that are short are so because they look like a number, and have no escapes.
  if (!quoted.includes('\\') && !quoted.includes('\n')) return quoted.slice(1, -1)
  return notJson.test(quoted)
    ? unescape(from.bytes, start + 1, end - 1)
    : (JSON.parse(quoted) as string)
}

// Escapes that JSON has not, and folds. What it finds behind an escaped backslash is none, and unescaped as well.
const notJson = /\\[^"\\bfnrtu]|\n/

function decodeLiteral(from: Excerpt, header: number, end: number, pad: number): string {
  const { bytes } = from
  const lineFeed = bytes.indexOf(code.lineFeed, header)
  const first = lineFeed + 1
  // The first line has no line feed before it.
  const start = bytes[first] === code.lineFeed ? first : first + pad
  const text = from.cut(start, endOfLiteral(bytes, end, bytes[lineFeed - 1]))
  return unindent(text, '\n', pad)
}

// The last character of the header says what becomes of the line feeds at the end.
function endOfLiteral(bytes: Uint8Array, end: number, chomping: number | undefined): number {
  if (chomping === code.plus) return end
  let last = end
  while (bytes[last - 1] === code.lineFeed) last--
  return chomping === code.dash ? last : last + 1
}

// Where a line goes on, a line feed stands for what was there, and a line separator for itself.
function unindent(text: string, lineFeed: string, pad: number): string {
  // One text, not a tree of its lines: who looks at it has not to put it together, and the tree is not kept.
  const unfolded = text.split(`\n${' '.repeat(pad)}`).join(lineFeed)
  return holdsSeparator(text) ? unseparate(unfolded, pad) : unfolded
}

function holdsSeparator(text: string): boolean {
  return text.includes('\u2028') || text.includes('\u2029')
}

function unseparate(text: string, pad: number): string {
  const blanks = ' '.repeat(pad)
  return text.replaceAll(`\u2028${blanks}`, '\u2028').replaceAll(`\u2029${blanks}`, '\u2029')
}
