import type { Paint } from '../../core/match/explain/paint.ts'
import { cutStartTo, cutTo, padTo, textWidth } from './text-width.ts'

/** A column of a table. */
export interface Column {
  readonly title: string
  /** Numbers stand at the right. */
  readonly isNumber?: true
  /** Where its texts are cut, if the table is too wide otherwise. */
  readonly cut?: 'start' | 'end'
}

/** A table in lines, its columns two blanks apart, without blanks at the end of a line. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  width: number = Infinity,
): readonly string[] {
  const widths = fitted(columns, widthsOf(columns, rows), width)
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cellText(cell, columns[index], widths[index] ?? 0))
      .join('  ')
      .trimEnd()
  return [paint.dim(line(columns.map(({ title }) => title))), ...rows.map(line)]
}

function widthsOf(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  return columns.map(({ title }, index) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[index] ?? '')), textWidth(title)),
  )
}

const narrowest = 12

/** Narrows the columns that may be cut, the last first. */
function fitted(
  columns: readonly Column[],
  widths: readonly number[],
  most: number,
): readonly number[] {
  const fit = [...widths]
  let excess = fit.reduce((sum, width) => sum + width + 2, -2) - most
  for (let index = columns.length - 1; index >= 0 && excess > 0; index--) {
    const width = fit[index] ?? 0
    if (columns[index]?.cut === undefined || width <= narrowest) continue
    fit[index] = Math.max(narrowest, width - excess)
    excess -= width - Math.max(narrowest, width - excess)
  }
  return fit
}

function cellText(cell: string, column: Column | undefined, width: number): string {
  if (column?.isNumber === true) return cell.padStart(width)
  return padTo(column?.cut === 'start' ? cutStartTo(cell, width) : cutTo(cell, width), width)
}
