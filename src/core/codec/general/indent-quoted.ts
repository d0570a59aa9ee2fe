import type { Shifts } from '../source-text.ts'

/** A text that was indented, and where. */
export interface Indented {
  readonly text: string
  readonly shifts: Shifts
}

const value =
  /^( *(?:[-?:] +)*)((?:[^\s'"#-][^:]*|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|-[^\s:][^:]*): +)?(?:(['"])|[|>][-+\d]*\s*$)?/

// Even within quotes.
const dividesDocuments = /^(?:---|\.\.\.)(?:\s|$)/

// The expression takes any line: whole, its blanks and indicators, its key, and the quote behind it.
type Start = readonly [start: string, blanks: string, key?: string, quote?: string]

/**
 * Indents what stands at or left of its key's column inside quotes, such as a pretty-printed body made by hand.
 *
 * The text means the same: blanks at the start of a quoted line do not count.
 */
export function indentQuoted(text: string): Indented {
  const lines = text.split('\n')
  const shifts = new Map<number, number>()
  let at = 0
  while (at < lines.length) {
    const line = lines[at] as string
    const [start, blanks, key, quote] = value.exec(line) as unknown as Start
    // What a text has to stand right of: its key, or the indicator before it.
    const column = key === undefined ? blanks.trimEnd().length - 1 : blanks.length
    if (quote === undefined) {
      at = isBlock(start) ? endOfBlock(lines, at, column) : at + 1
      continue
    }
    const end = endOfQuoted(lines, at, start.length, quote)
    for (let inside = at + 1; inside <= end; inside++) {
      const further = lines[inside] as string
      const missing = column + 1 - indentation(further)
      if (missing <= 0 || further.trim() === '' || dividesDocuments.test(further)) continue
      lines[inside] = ' '.repeat(missing) + further
      shifts.set(inside + 1, missing)
    }
    at = end + 1
  }
  return { text: lines.join('\n'), shifts }
}

function isBlock(start: string): boolean {
  return /[|>][-+\d]*\s*$/.test(start)
}

function indentation(line: string): number {
  return line.length - line.trimStart().length
}

function endOfBlock(lines: readonly string[], from: number, column: number): number {
  let at = from + 1
  while (at < lines.length) {
    const line = lines[at] as string
    if (line.trim() !== '' && indentation(line) <= column) break
    at++
  }
  return at
}

// The line that has the closing quote, or the last one.
function endOfQuoted(
  lines: readonly string[],
  from: number,
  column: number,
  quote: string,
): number {
  const closing = quote === "'" ? /^(?:[^']|'')*'(?!')/ : /^(?:[^"\\]|\\.)*"/
  let text = (lines[from] as string).slice(column)
  for (let at = from; at < lines.length; text = lines[++at] ?? '') {
    if (closing.test(text)) return at
  }
  return lines.length - 1
}
