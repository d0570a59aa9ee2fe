import type { Paint } from '../../core/match/explain/paint.ts'

/** How a page is laid out. */
export interface PageStyle {
  readonly paint: Paint
  readonly columns: number
  /** Whether everything is shown to its end. */
  readonly isFull: boolean
}

/** The same style for what is moved to the right by so many columns. */
export function indented(style: PageStyle, by: number): PageStyle {
  return { ...style, columns: Math.max(20, style.columns - by) }
}

/** Lines, each moved to the right. Empty ones stay empty. */
export function indent(lines: readonly string[], by: number): readonly string[] {
  const blanks = ' '.repeat(by)
  return lines.map((line) => (line === '' ? '' : blanks + line))
}
