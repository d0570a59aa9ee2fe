import type { Dialect } from './dialect.ts'

/** The columns of a dialect's levels, as blanks to put before a line. */
export interface Columns {
  /** `- id:` */
  readonly item: string
  /** `request:` and `response:` */
  readonly member: string
  /** The fields of both. */
  readonly field: string
  /** The keys of headers, form and trailer; also where a field's text goes on. */
  readonly key: string
  /** The `- ` of a key's values. */
  readonly value: string
  /** The `- ` of the values of a key that stands after `? `. */
  readonly longKeyValue: string
  /** The `- ` of a field's list. */
  readonly listItem: string
}

/** Lays out a dialect: up(c) is the next multiple of the indentation, a compact list stands 2 columns left of it. */
export function columnsOf(dialect: Pick<Dialect, 'indent' | 'isCompact'>): Columns {
  const up = (column: number) =>
    dialect.indent * Math.floor((column + dialect.indent) / dialect.indent)
  const list = (column: number) => up(column) - (dialect.isCompact ? 2 : 0)
  const item = list(0)
  const field = up(item + 2)
  const key = up(field)
  return {
    item: ' '.repeat(item),
    member: ' '.repeat(item + 2),
    field: ' '.repeat(field),
    key: ' '.repeat(key),
    value: ' '.repeat(list(key)),
    longKeyValue: ' '.repeat(up(key)),
    listItem: ' '.repeat(list(field)),
  }
}
