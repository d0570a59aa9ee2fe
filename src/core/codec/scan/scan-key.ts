import { ascii, code } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'
import { markUnprintable } from './characters.ts'
import { checkStart, isNull } from './scan-plain.ts'
import { skipDoubleQuoted, skipSingleQuoted } from './scan-quoted.ts'

const mergeKey = ascii('<<')
// The `yaml` package takes 1,024 characters.
const longestKey = 1_000

/** Moves over a key, up to its colon. */
export function skipKey(cursor: Cursor): void {
  const { at: start } = cursor
  if (isQuote(cursor.bytes[start])) skipQuotedLine(cursor)
  else skipPlainKey(cursor)
  if (cursor.at - start > longestKey) refuse()
}

/** Moves over a text in quotes that must have one line: a key has. Refuses any other text. */
export function skipQuotedLine(cursor: Cursor): void {
  const { bytes, at: start } = cursor
  if (!isQuote(bytes[start])) refuse()
  if (bytes[start] === code.singleQuote) skipSingleQuoted(cursor, 0)
  else skipDoubleQuoted(cursor)
  for (let at = start; at < cursor.at; at++) {
    const byte = bytes[at]
    if (byte === code.lineFeed || (byte === 0xe2 && cursor.hasSeparators)) refuse()
  }
}

// The bytes of a plain key that may mean more than themselves.
const stops = new Uint8Array(256)
for (const byte of [code.blank, code.colon]) stops[byte] = 1
markUnprintable(stops)

function skipPlainKey(cursor: Cursor): void {
  const { bytes, characters, at: start } = cursor
  checkStart(bytes, start)
  let end = start
  for (; !isKeyEnd(bytes, end); end++) {
    const byte = bytes[end] as number
    if (stops[byte] === 0 || byte === code.colon) continue
    if (byte === code.blank) {
      if (bytes[end + 1] === code.hash) refuse()
    } else {
      if (byte === code.tab || (byte === 0xe2 && characters.hasSeparators)) refuse()
      end = characters.over(end) - 1
    }
  }
  if (bytes[end - 1] === code.blank || isNull(bytes, start, end)) refuse()
  if (end - start === mergeKey.length && cursor.sees(mergeKey)) refuse()
  cursor.at = end
}

function isKeyEnd(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== code.colon) return false
  const next = bytes[at + 1]
  return next === code.lineFeed || next === code.blank
}

/**
 * Whether a key comes before another one, byte by byte. Quoted keys are not compared: they may be the same with other
 * bytes.
 */
export function isKeyBefore(
  bytes: Uint8Array,
  left: number,
  leftEnd: number,
  right: number,
): boolean {
  if (isQuote(bytes[left]) || isQuote(bytes[right])) return false
  let at = left
  while (at < leftEnd && bytes[at] === bytes[right - left + at]) at++
  const other = right - left + at
  if (isKeyEnd(bytes, other)) return false
  return at === leftEnd || (bytes[at] as number) < (bytes[other] as number)
}

function isQuote(byte: number | undefined): boolean {
  return byte === code.singleQuote || byte === code.doubleQuote
}
