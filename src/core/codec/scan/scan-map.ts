import { ascii, code, refuse, type Cursor } from './cursor.ts'
import { decodeText } from './decode.ts'
import type { Layout } from './layout.ts'
import { checkStart, isNull } from './scan-plain.ts'
import { skipDoubleQuoted, skipSingleQuoted } from './scan-quoted.ts'
import { skipText, type ScalarColumn } from './scan-scalar.ts'

const emptyMap = ascii(' {}')
const emptyList = ascii(' []')
const colon = ascii(':')
const itemStart = ascii('- ')
const mergeKey = ascii('<<')
// The `yaml` package takes 1,024 characters.
const longestKey = 1_000

/** Is told where a scalar stands: from its first byte to behind its last. */
export type Visit = (start: number, end: number) => void

/** Moves over a map of lists, from behind its field's colon. Refuses it where a key is there twice. */
export function skipMap(cursor: Cursor, layout: Layout): void {
  const start = cursor.at
  if (!walkMap(cursor, layout) && hasTwice(cursor.copyAt(start), layout)) refuse()
}

function hasTwice(cursor: Cursor, layout: Layout): boolean {
  const keys: string[] = []
  walkMap(cursor, layout, (start, end) => keys.push(decodeText(cursor.bytes, start, end, 0)))
  return new Set(keys).size !== keys.length
}

/**
 * Moves over a map of lists, from behind its field's colon, telling of its keys and values.
 *
 * @returns whether no key can be there twice, since each comes after the one before it
 */
export function walkMap(cursor: Cursor, layout: Layout, onKey?: Visit, onValue?: Visit): boolean {
  let areAscending = true
  let previous = -1
  let previousEnd = -1
  const isEmpty = cursor.takes(emptyMap)
  cursor.takeLineEnd()
  if (isEmpty) return areAscending
  while (cursor.column === layout.key) {
    const start = cursor.at
    skipKey(cursor)
    areAscending &&= previous < 0 || isBefore(cursor.bytes, previous, previousEnd, start)
    previous = start
    previousEnd = cursor.at
    onKey?.(start, cursor.at)
    cursor.take(colon)
    walkList(cursor, layout.value, layout.valueText, onValue)
  }
  return previous < 0 ? refuse() : areAscending
}

/** Moves over a list of texts, from behind its field's or key's colon. */
export function walkList(cursor: Cursor, column: number, text: ScalarColumn, onItem?: Visit): void {
  const isEmpty = cursor.takes(emptyList)
  cursor.takeLineEnd()
  if (isEmpty) return
  if (!isAtItem(cursor, column)) refuse()
  while (isAtItem(cursor, column)) {
    cursor.at += itemStart.length
    const start = cursor.at
    skipText(cursor, text)
    onItem?.(start, cursor.lineStart)
  }
}

/** Whether a line begins here that is an item of a list in this column. */
export function isAtItem(cursor: Cursor, column: number): boolean {
  return cursor.column === column && cursor.sees(itemStart)
}

// Up to its colon.
function skipKey(cursor: Cursor): void {
  const { at: start } = cursor
  if (isQuote(cursor.bytes[start])) skipQuotedKey(cursor)
  else skipPlainKey(cursor)
  if (cursor.at - start > longestKey) refuse()
}

// A key has one line.
function skipQuotedKey(cursor: Cursor): void {
  const { bytes, at: start } = cursor
  if (bytes[start] === code.singleQuote) skipSingleQuoted(cursor, 0)
  else skipDoubleQuoted(cursor, 0)
  for (let at = start; at < cursor.at; at++) {
    const byte = bytes[at]
    if (byte === code.lineFeed || (byte === 0xe2 && cursor.hasSeparators)) refuse()
  }
}

function skipPlainKey(cursor: Cursor): void {
  const { bytes, at: start } = cursor
  checkStart(bytes, start)
  let end = start
  while (!isKeyEnd(bytes, end)) {
    const byte = bytes[end]
    if (byte === code.blank && bytes[end + 1] === code.hash) refuse()
    if (byte === undefined || byte === code.lineFeed || byte === code.tab) refuse()
    if (byte === 0xe2 && cursor.hasSeparators) refuse()
    end += 1
  }
  if (bytes[end - 1] === code.blank || isNull(bytes, start, end) || cursor.sees(mergeKey)) refuse()
  cursor.at = end
}

function isKeyEnd(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== code.colon) return false
  const next = bytes[at + 1]
  return next === code.lineFeed || next === code.blank
}

// Byte by byte. Quoted keys may be the same with other bytes.
function isBefore(bytes: Uint8Array, left: number, leftEnd: number, right: number): boolean {
  if (isQuote(bytes[left]) || isQuote(bytes[right])) return false
  let at = left
  while (at < leftEnd && bytes[at] === bytes[right - left + at]) at++
  // A longer key goes on where the colon of a shorter one is, or the end of it.
  return at === leftEnd
    ? !isKeyEnd(bytes, right - left + at)
    : (bytes[at] as number) < (bytes[right - left + at] as number)
}

function isQuote(byte: number | undefined): boolean {
  return byte === code.singleQuote || byte === code.doubleQuote
}
