import type { Write } from './byte-sink.ts'
import { columnsOf, type Columns } from './columns.ts'
import type { Dialect } from './dialect.ts'

/** What everything that is written needs to know: how, in which columns, and where to. */
export interface Frame {
  readonly dialect: Dialect
  readonly columns: Columns
  readonly write: Write
}

/** Lays out a dialect over a place to write to. */
export function frameOf(dialect: Dialect, write: Write): Frame {
  return { dialect, columns: columnsOf(dialect), write }
}
