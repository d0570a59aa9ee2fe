import type { Result, TargetResult } from './ratios.ts'
import type { Target, Unit } from './row.ts'

const head = ['row', 'subject', 'median', 'ours to it', 'target', '']

/** The results as one table of text. A ratio is ours by the subject's: for times, below 1 is faster than it. */
export function formatTable(results: readonly Result[]): string {
  const lines = [head, ...results.flatMap(linesOf)]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => formatLine(line, widths)).join('\n')
}

/** One row of the table for each subject of a result. */
function linesOf({ row, subjects, targets }: Result): readonly (readonly string[])[] {
  return subjects.map(({ name, median, oursToIt }, position) => {
    const isOurs = position === 0
    const target = targets.find((each) => each.target.of === (isOurs ? undefined : name))
    return [
      isOurs ? row.name : '',
      name,
      formatFigure(median, row.unit ?? 'time'),
      isOurs ? '' : oursToIt.toFixed(2),
      target === undefined ? '' : formatTarget(target.target, row.unit ?? 'time'),
      target === undefined ? '' : verdict(target),
    ]
  })
}

function verdict({ isMet }: TargetResult): string {
  return isMet ? 'met' : 'MISSED'
}

function formatTarget(target: Target, unit: Unit): string {
  const show = (bound: number): string =>
    target.of === undefined ? formatFigure(bound, unit) : String(bound)
  return 'atMost' in target ? `at most ${show(target.atMost)}` : `at least ${show(target.atLeast)}`
}

/** A figure with its unit, in three digits or so. */
export function formatFigure(figure: number, unit: Unit): string {
  switch (unit) {
    case 'time':
    case 'cpu':
      return scaled(figure, ['ns', 'µs', 'ms', 's'])
    case 'ms':
      return `${rounded(figure)} ms`
    case 'rate':
      return `${Math.round(figure)}/s`
    case 'bytes':
      return scaled(figure, ['B', 'kB', 'MB', 'GB'])
  }
}

function scaled(figure: number, units: readonly string[]): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(figure) / 3)))
  return `${rounded(figure / 1000 ** step)} ${units[step]}`
}

function rounded(figure: number): string {
  return figure < 100 ? figure.toPrecision(3) : figure.toFixed(0)
}

function formatLine(line: readonly string[], widths: readonly number[]): string {
  const isRight = (column: number): boolean => column === 2 || column === 3
  const cells = line.map((cell, column) => {
    const width = widths[column] ?? 0
    return isRight(column) ? cell.padStart(width) : cell.padEnd(width)
  })
  return cells.join('  ').trimEnd()
}
