import { remembering } from '../remembering.ts'
import type { WritePiece } from './byte-sink.ts'
import { columnsOf, type Columns } from './columns.ts'
import type { Dialect } from './dialect.ts'
import type { Spot } from './emit-scalar.ts'
import { requestFields, responseFields, type Field } from './fields.ts'
import { LastLines, LastOrder } from './last.ts'

/** What everything that is written needs to know: how, in which columns, and where to. */
export interface Frame {
  readonly dialect: Dialect
  readonly columns: Columns
  readonly lines: Lines
  readonly write: WritePiece
}

/** What the lines of a layout begin with: the same for every interaction, so made once. */
export interface Lines {
  readonly request: readonly FieldLine[]
  readonly response: readonly FieldLine[]
  /** What was written last of a key with one value, in any map. */
  readonly lastUnder: (key: string) => LastLines
  /** Items of the lists in a map, of a field's list, and of a key that stands after `? `. */
  readonly value: ItemLine
  readonly listItem: ItemLine
  readonly longKeyValue: ItemLine
}

/** A field, and its line up to its value or, where that has lines of its own, up to the colon. */
export interface FieldLine {
  readonly field: Field
  readonly start: string
  /** Where its value stands, if it is a text. */
  readonly spot: Spot
  readonly last: LastLines
  /** Of its keys, where it is a map. */
  readonly order: LastOrder
}

/** An item of a list: its line up to its text. */
export interface ItemLine {
  readonly start: string
  readonly spot: Spot
}

/** Lays out a dialect over a place to write to. */
export function frameOf(dialect: Dialect, write: WritePiece): Frame {
  const columns = columnsOf(dialect)
  let lines = linesByColumns.get(columns)
  if (lines === undefined) linesByColumns.set(columns, (lines = linesIn(columns)))
  return { dialect, columns, lines, write }
}

const linesByColumns = new Map<Columns, Lines>()

function linesIn(columns: Columns): Lines {
  return {
    request: requestFields.map((field) => fieldLine(field, columns)),
    response: responseFields.map((field) => fieldLine(field, columns)),
    lastUnder: remembering(() => new LastLines()),
    value: itemLine(columns.value),
    listItem: itemLine(columns.listItem),
    longKeyValue: itemLine(columns.longKeyValue),
  }
}

function fieldLine(field: Field, columns: Columns): FieldLine {
  const start = `${columns.field}${field.key}:${hasLines(field) ? '' : ' '}`
  const spot: Spot = { role: 'field', column: start.length, pad: columns.key }
  return { field, start, spot, last: new LastLines(), order: new LastOrder() }
}

function hasLines({ kind }: Field): boolean {
  return kind === 'list' || kind === 'map' || kind === 'chunks'
}

function itemLine(blanks: string): ItemLine {
  const start = `${blanks}- `
  return { start, spot: { role: 'item', column: start.length, pad: `${blanks}  ` } }
}
