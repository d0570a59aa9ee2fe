import { ascii } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'
import { decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import type { Layout } from './layout.ts'
import { isKeyBefore, skipKey, skipQuotedLine } from './scan-key.ts'
import { skipText, skipTextOrBytes, type ScalarColumn } from './scan-scalar.ts'

const emptyMap = ascii(' {}')
// As some editors format it.
const spacedEmptyMap = ascii(' { }')
const emptyList = ascii(' []')
// As people write a list by hand.
const flowStart = ascii(' [')
const flowNext = ascii(', ')
const flowEnd = ascii(']')
const colon = ascii(':')
const blank = ascii(' ')
const itemStart = ascii('- ')
const longKeyStart = ascii('? ')
const mergeKey = ascii('<<\n')

/** Is told where a scalar stands, from its first byte to behind its last, and in which column its further lines begin. */
export type Visit = (start: number, end: number, pad: number) => void

/** Moves over a map of lists, from behind its field's colon. Refuses it where a key is there twice. */
export function skipMap(cursor: Cursor, layout: Layout): void {
  const start = cursor.at
  if (!walkMap(cursor, layout) && hasTwice(cursor.copyAt(start), layout)) refuse()
}

function hasTwice(cursor: Cursor, layout: Layout): boolean {
  const from = new Excerpt(cursor.bytes)
  const keys: string[] = []
  walkMap(cursor, layout, (start, end, pad) => keys.push(decodeText(from, start, end, pad)))
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
  const isEmpty = cursor.takes(emptyMap) || cursor.takes(spacedEmptyMap)
  cursor.takeLineEnd()
  if (isEmpty) return areAscending
  if (cursor.column !== layout.key) refuse()
  while (cursor.column === layout.key) {
    if (cursor.takes(longKeyStart)) {
      walkLongEntry(cursor, layout, onKey, onValue)
      areAscending = false
      continue
    }
    const start = cursor.at
    skipKey(cursor)
    areAscending &&= previous < 0 || isKeyBefore(cursor.bytes, previous, previousEnd, start)
    previous = start
    previousEnd = cursor.at
    onKey?.(start, cursor.at, 0)
    cursor.take(colon)
    walkList(cursor, layout.value, layout.valueText, onValue)
  }
  return areAscending
}

// A long key has a line of its own, and the first of its values stands on the line of its colon.
function walkLongEntry(cursor: Cursor, layout: Layout, onKey?: Visit, onValue?: Visit): void {
  if (cursor.sees(mergeKey)) refuse()
  const start = cursor.at
  skipText(cursor, layout.longKeyText)
  onKey?.(start, cursor.lineStart, layout.longKeyText.pad)
  cursor.expectColumn(layout.key)
  cursor.take(colon)
  if (cursor.takes(emptyList)) return cursor.takeLineEnd()
  const first = cursor.lineStart + layout.longKeyValue
  while (cursor.at < first) cursor.take(blank)
  if (!cursor.sees(itemStart)) refuse()
  walkItems(cursor, layout.longKeyValue, layout.longKeyValueText, onValue)
}

/** Moves over a list of texts, from behind its field's or key's colon. */
export function walkList(cursor: Cursor, column: number, text: ScalarColumn, onItem?: Visit): void {
  if (cursor.takes(emptyList)) return cursor.takeLineEnd()
  if (cursor.takes(flowStart)) return walkFlow(cursor, onItem)
  cursor.takeLineEnd()
  if (!isAtItem(cursor, column)) refuse()
  walkItems(cursor, column, text, onItem)
}

// All on one line, and all in quotes: without them, what a text may hold is another question there.
function walkFlow(cursor: Cursor, onItem?: Visit): void {
  do {
    const start = cursor.at
    skipQuotedLine(cursor)
    onItem?.(start, cursor.at, 0)
  } while (cursor.takes(flowNext))
  cursor.take(flowEnd)
  cursor.takeLineEnd()
}

function walkItems(cursor: Cursor, column: number, text: ScalarColumn, onItem?: Visit): void {
  do {
    cursor.at += itemStart.length
    const start = cursor.at
    skipTextOrBytes(cursor, text)
    onItem?.(start, cursor.lineStart, text.pad)
  } while (isAtItem(cursor, column))
}

/** Whether a line begins here that is an item of a list in this column. */
export function isAtItem(cursor: Cursor, column: number): boolean {
  return cursor.column === column && cursor.sees(itemStart)
}
