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

type Indentation = Pick<Dialect, 'indent' | 'isCompact'>

/** Every way to indent a cassette. */
export const indentations: readonly Indentation[] = [2, 3, 4, 5, 6, 7, 8, 9].flatMap((indent) => [
  { indent, isCompact: true },
  { indent, isCompact: false },
])

/** The columns of a dialect. Throws a `TypeError` where its `indent` is not 2 to 9. */
export function columnsOf({ indent, isCompact }: Indentation): Columns {
  const columns = (isCompact ? compact : loose)[indent]
  if (columns !== undefined) return columns
  throw new TypeError(`The indent of a dialect is ${indent}. It is a whole number from 2 to 9.`)
}

// By the indent.
const compact: Columns[] = []
const loose: Columns[] = []
for (const it of indentations) (it.isCompact ? compact : loose)[it.indent] = layOut(it)

// up(c) is the next multiple of the indentation. A compact list stands 2 columns left of it.
function layOut({ indent, isCompact }: Indentation): Columns {
  const up = (column: number) => indent * Math.floor((column + indent) / indent)
  const list = (column: number) => up(column) - (isCompact ? 2 : 0)
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
