import { columnsOf, indentations, type Columns } from '../columns.ts'
import { refuse } from './refuse.ts'
import type { ScalarColumn } from './scan-scalar.ts'

/** In which columns everything of an interaction begins. */
export interface Layout {
  readonly item: number
  readonly member: number
  readonly field: number
  readonly key: number
  readonly value: number
  readonly listItem: number
  /** The `- ` of the values of a key that stands after `? `. */
  readonly longKeyValue: number
  /** Where the scalars of fields, of a map's values and of a field's list go on. */
  readonly fieldText: ScalarColumn
  readonly valueText: ScalarColumn
  readonly listText: ScalarColumn
  /** Where a key after `? ` goes on, and the values of such a key. */
  readonly longKeyText: ScalarColumn
  readonly longKeyValueText: ScalarColumn
}

const layouts: readonly Layout[] = [
  ...indentations.map((it) => layoutOf(columnsOf(it), it.indent)),
  ...[3, 4, 5, 6, 7, 8].map((indent) => layoutOf(prettierColumns(indent), indent)),
]

/** The layout with these columns. No two have the same. Refuses where there is none. */
export function layoutWith(item: number, field: number): Layout {
  return layouts.find((it) => it.item === item && it.field === field) ?? refuse()
}

// Prettier indents a list in full, but its items by two columns whatever the indentation: as go-yaml does where that is 2.
function prettierColumns(indent: number): Columns {
  const column = (level: number): string => ' '.repeat(level * indent + (level > 1 ? 2 : 0))
  return {
    item: column(1),
    member: `${column(1)}  `,
    field: column(2),
    key: column(3),
    value: column(4),
    longKeyValue: column(4),
    listItem: column(3),
  }
}

function layoutOf(columns: Columns, indent: number): Layout {
  const value = columns.value.length
  const listItem = columns.listItem.length
  return {
    item: columns.item.length,
    member: columns.member.length,
    field: columns.field.length,
    key: columns.key.length,
    value,
    listItem,
    longKeyValue: columns.longKeyValue.length,
    fieldText: { pad: columns.key.length, digit: indent },
    valueText: { pad: value + 2, digit: 2 },
    listText: { pad: listItem + 2, digit: 2 },
    longKeyText: { pad: columns.longKeyValue.length, digit: indent },
    longKeyValueText: { pad: columns.longKeyValue.length + 2, digit: 2 },
  }
}
