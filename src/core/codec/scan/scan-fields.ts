import type { Chunk } from '../../chunks.ts'
import { durationIn } from '../../durations.ts'
import type { FieldKind } from '../fields.ts'
import { ascii } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { decodeRange } from './excerpt.ts'
import type { FieldTable, ScanField } from './field-table.ts'
import type { Layout } from './layout.ts'
import type { Offsets } from './offset-list.ts'
import { refuse } from './refuse.ts'
import { skipDuration } from './scan-duration.ts'
import { isAtItem, skipMap, walkList } from './scan-map.ts'
import { skipTextOrBytes } from './scan-scalar.ts'

/**
 * Moves over the fields of a request or response. They may be fewer than those of the table. Refuses them where one is
 * there twice.
 *
 * Sets, from `first` on, for each field of the table the offset of its value (it stays 0 where the file has no such field),
 * then the offset behind them all.
 *
 * @returns whether they stand in the order of the table
 */
export function skipFields(
  cursor: Cursor,
  { fields }: FieldTable,
  layout: Layout,
  places: Offsets,
  first: number,
): boolean {
  let isOrdered = true
  let next = 0
  while (cursor.column === layout.field) {
    const position = positionOfKey(cursor, fields, next)
    if (places[first + position] !== 0) refuse()
    isOrdered &&= position >= next
    places[first + position] = cursor.at
    skipValue((fields[position] as ScanField).kind, cursor, layout)
    next = position + 1
  }
  places[first + fields.length] = cursor.lineStart
  return isOrdered
}

// Nearly always it is the next, or one a little further on. Scripts that rewrite cassettes sort their keys.
function positionOfKey(cursor: Cursor, fields: readonly ScanField[], next: number): number {
  for (let position = next; position < fields.length; position++) {
    if (cursor.takes((fields[position] as ScanField).keyBytes)) return position
  }
  for (let position = 0; position < next; position++) {
    if (cursor.takes((fields[position] as ScanField).keyBytes)) return position
  }
  return refuse()
}

function skipValue(kind: FieldKind, cursor: Cursor, layout: Layout): void {
  switch (kind) {
    case 'text':
    case 'error':
    case 'body':
      return skipTextOrBytes(cursor, layout.fieldText)
    case 'integer':
      cursor.takeIntegerLine()
      return
    case 'boolean':
      takeBoolean(cursor)
      return
    case 'duration':
      return skipDuration(cursor, layout.fieldText)
    case 'list':
      return walkList(cursor, layout.listItem, layout.listText)
    case 'map':
      return skipMap(cursor, layout)
    case 'chunks':
      takeChunks(cursor, layout)
  }
}

const yes = ascii('true')
const no = ascii('false')

/** Reads a boolean and the end of its line. */
export function takeBoolean(cursor: Cursor): boolean {
  const isTrue = cursor.takes(yes)
  if (!isTrue) cursor.take(no)
  cursor.takeLineEnd()
  return isTrue
}

const noChunks = ascii(' []')
const chunkBytes = ascii('- {bytes: ')
const chunkAt = ascii(', at: ')
const brace = 0x7d

/** Reads the chunks of a body. */
export function takeChunks(cursor: Cursor, layout: Layout): readonly Chunk[] {
  const chunks: Chunk[] = []
  const isEmpty = cursor.takes(noChunks)
  cursor.takeLineEnd()
  if (isEmpty) return chunks
  while (isAtItem(cursor, layout.listItem)) chunks.push(takeChunk(cursor))
  return chunks.length === 0 ? refuse() : chunks
}

function takeChunk(cursor: Cursor): Chunk {
  cursor.take(chunkBytes)
  const bytes = cursor.takeInteger()
  cursor.take(chunkAt)
  const at = takeChunkTime(cursor)
  cursor.takeLineEnd()
  return { bytes, at }
}

function takeChunkTime(cursor: Cursor): number {
  const start = cursor.at
  const end = cursor.bytes.indexOf(brace, start)
  if (end < 0) refuse()
  cursor.at = end + 1
  return durationIn(decodeRange(cursor.bytes, start, end)) ?? refuse()
}
