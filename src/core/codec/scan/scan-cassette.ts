import { ascii, code } from './ascii.ts'
import { Characters, separatorFound } from './characters.ts'
import { Cursor } from './cursor.ts'
import { layoutWith, type Layout } from './layout.ts'
import { requestTable, responseTable } from './field-table.ts'
import { LineIds } from './line-ids.ts'
import { OffsetList, type Offsets, usualRoom } from './offset-list.ts'
import { notCanonical, refuse } from './refuse.ts'
import { skipFields } from './scan-fields.ts'

/** A canonical cassette. Nothing in it is decoded yet. */
export interface Scanned {
  readonly bytes: Uint8Array
  readonly characters: Characters
  readonly version: number
  readonly layout: Layout
  /** Whether all fields stand in the order of their tables. */
  readonly isOrdered: boolean
  /** Where the lines of the last interaction end, and what belongs to it: behind them the file may say its version. */
  readonly end: number
  /** The id of each interaction. */
  readonly ids: readonly number[]
  /** What its request asks for, as a number: one for the same bytes, 0 where it is not said. */
  readonly lineIds: readonly number[]
  /**
   * Where everything stands: for each interaction the offset of its first line, and what {@link skipFields} sets for its
   * request and its response.
   *
   * One list of numbers, for there may be a hundred thousand interactions that nobody ever looks at. It is packed: what is
   * found in half the memory is found sooner.
   */
  readonly places: Offsets
}

/** Where the places of a request begin among those of an interaction. */
export const requestPlaces = 1

/** Where the places of a response begin among those of an interaction. */
export const responsePlaces: number = requestPlaces + requestTable.fields.length + 1

/** How many places an interaction has. */
export const placesEach: number = responsePlaces + responseTable.fields.length + 1

const marker = ascii('---')
const endMark = ascii('...')
const versionKey = ascii('version: ')
const version1 = ascii('version: 1')
const version2 = ascii('version: 2')
const noInteractions = ascii('interactions: []')
const interactions = ascii('interactions:')
const itemStart = ascii('- ')
const idKey = ascii('id: ')
const requestKey = ascii('request:')
const responseKey = ascii('response:')

/**
 * Scans a cassette as go-vcr and wiretape lay it out. Nothing where it is laid out otherwise.
 *
 * What it takes, it takes whole: all that is read from it later is there, and means what any YAML reader says it means.
 */
export function scanCassette(bytes: Uint8Array): Scanned | undefined {
  return scanOf(bytes, false)
}

function scanOf(bytes: Uint8Array, hasSeparators: boolean): Scanned | undefined {
  try {
    return scan(new Cursor(new Characters(bytes, hasSeparators)))
  } catch (error) {
    if (error === separatorFound) return scanOf(bytes, true)
    if (error === notCanonical) return undefined
    throw error
  }
}

function scan(cursor: Cursor): Scanned {
  const { bytes, characters } = cursor
  const above = scanHead(cursor)
  const isEmpty = cursor.takes(noInteractions)
  if (!isEmpty) cursor.take(interactions)
  cursor.takeLineEnd()
  skipComments(cursor)
  const layout = isEmpty ? layoutWith(0, 4) : layoutAt(cursor)
  const found = {
    ids: [],
    lines: new LineIds(bytes),
    places: new OffsetList(bytes.length, room),
  }
  const isOrdered = isEmpty || scanInteractions(cursor, layout, found)
  const end = cursor.isAtEnd ? bytes.length : cursor.lineStart
  const version = above ?? takeVersion(cursor)
  skipEmptyLines(cursor)
  if (cursor.takes(endMark)) takeEnd(cursor)
  if (!cursor.isAtEnd) refuse()
  const { ids, lines } = found
  const places = found.places.added.slice()
  return {
    bytes,
    characters,
    version,
    layout,
    isOrdered,
    end,
    ids,
    lineIds: lines.ids,
    places,
  }
}

const room = new Uint32Array(usualRoom)

/** What was found so far. */
interface Found {
  readonly ids: number[]
  readonly lines: LineIds
  readonly places: OffsetList
}

/** Returns whether the fields of all are in order. */
function scanInteractions(cursor: Cursor, layout: Layout, found: Found): boolean {
  let isOrdered = true
  while (!cursor.isAtEnd && !cursor.sees(versionKey) && !cursor.sees(endMark)) {
    skipComments(cursor)
    isOrdered = scanInteraction(cursor, layout, found) && isOrdered
    skipEmptyLines(cursor)
  }
  return isOrdered
}

// An editor's.
function skipEmptyLines(cursor: Cursor): void {
  while (cursor.column < 0 && !cursor.isAtEnd) cursor.takeLineEnd()
}

// Ruby's dump ends with it where a body keeps empty lines, Python's where it is told to.
function takeEnd(cursor: Cursor): void {
  cursor.expectColumn(0)
  cursor.takeLineEnd()
  skipEmptyLines(cursor)
}

// Who sorts the keys has the version below.
function scanHead(cursor: Cursor): number | undefined {
  cursor.toLine(0)
  skipComments(cursor)
  cursor.expectColumn(0)
  if (cursor.takes(marker)) cursor.takeLineEnd()
  skipComments(cursor)
  cursor.expectColumn(0)
  if (!cursor.sees(versionKey)) return undefined
  const version = takeVersion(cursor)
  skipComments(cursor)
  cursor.expectColumn(0)
  return version
}

function takeVersion(cursor: Cursor): number {
  cursor.expectColumn(0)
  const version = cursor.takes(version1) ? 1 : 2
  if (version === 2) cursor.take(version2)
  cursor.takeLineEnd()
  return version
}

// A comment above the cassette is how editors are told of its schema, and who edits one says above an interaction what it is
// about. Behind the last there is none: what is appended would stand before it.
function skipComments(cursor: Cursor): void {
  skipEmptyLines(cursor)
  while (cursor.bytes[cursor.at] === code.hash) {
    // It would end the comment.
    if (cursor.hasSeparators) refuse()
    cursor.toLine(cursor.characters.lineFeedFrom(cursor.at) + 1)
    skipEmptyLines(cursor)
  }
}

function layoutAt({ characters, lineStart, column }: Cursor): Layout {
  const ahead = new Cursor(characters)
  ahead.toLine(lineStart)
  scanItemStart(ahead, column + 2)
  return layoutWith(column, ahead.column)
}

/** Returns whether its fields are in order. */
function scanInteraction(cursor: Cursor, layout: Layout, { ids, lines, places }: Found): boolean {
  const first = places.length
  const offsets = places.addZeros(placesEach)
  offsets[first] = cursor.lineStart
  cursor.expectColumn(layout.item)
  const id = scanItemStart(cursor, layout.member)
  const isOrdered = skipFields(cursor, requestTable, layout, offsets, first + requestPlaces)
  addLine(lines, offsets, first + requestPlaces)
  ids.push(id ?? innerId(cursor, offsets[first + innerIdPlace] as number))
  cursor.expectColumn(layout.member)
  cursor.take(responseKey)
  cursor.takeLineEnd()
  return skipFields(cursor, responseTable, layout, offsets, first + responsePlaces) && isOrdered
}

const urlPosition = requestTable.positions.get('url') as number
const methodPosition = requestTable.positions.get('method') as number

// Up to the end of the request: behind its method there is an id at most, unless the keys are sorted.
function addLine(lines: LineIds, places: Offsets, first: number): void {
  const url = places[first + urlPosition] as number
  const method = places[first + methodPosition] as number
  if (url === 0 || method === 0) return lines.addNone()
  const start = Math.min(url, method)
  lines.add(start, (places[first + requestTable.fields.length] as number) - start)
}

// The last of the request's table.
const innerIdPlace = responsePlaces - 2

function innerId(cursor: Cursor, place: number): number {
  return place === 0 ? 0 : cursor.copyAt(place).takeInteger()
}

// `- id: 0` and `request:`, or `- request:` where there is no id.
function scanItemStart(cursor: Cursor, member: number): number | undefined {
  cursor.take(itemStart)
  const id = cursor.takes(idKey) ? cursor.takeIntegerLine() : undefined
  if (id !== undefined) cursor.expectColumn(member)
  cursor.take(requestKey)
  cursor.takeLineEnd()
  return id
}
