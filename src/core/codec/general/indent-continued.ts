import type { Shifts } from '../source-text.ts'
import { continuedTokens } from './continued-tokens.ts'
import { withLineFeeds } from './line-breaks.ts'

/** A text that was indented, and where. */
export interface Indented {
  readonly text: string
  readonly shifts: Shifts
}

// Even within quotes.
const dividesDocuments = /(?:---|\.\.\.)(?:\s|$)/y

// Written to be read again: a text whose lines stand far left of their key could become a thousand times as long.
const mostGrowth = 4

/**
 * Indents what stands at or left of its key's column inside quotes and brackets, such as a pretty-printed body made by hand.
 *
 * The text means the same: blanks at the start of such a line do not count.
 */
export function indentContinued(text: string): Indented {
  const lined = withLineFeeds(text)
  const missing = new Map<number, number>()
  let room = mostGrowth * text.length
  for (const { start, end, column } of continuedTokens(lined)) {
    for (const line of linesWithin(lined, start, end)) {
      const blanks = column + 1 - indentationAt(lined, line)
      if (blanks <= 0 || /[\r\n]/.test(lined.charAt(line)) || isDivider(lined, line)) continue
      room -= blanks
      if (room < 0) return { text, shifts: new Map() }
      missing.set(line, blanks)
    }
  }
  return insert(missing, text)
}

// The lines that begin in a range.
function* linesWithin(text: string, start: number, end: number): Generator<number> {
  let lineFeed = text.indexOf('\n', start)
  while (lineFeed >= 0 && lineFeed < end) {
    yield lineFeed + 1
    lineFeed = text.indexOf('\n', lineFeed + 1)
  }
}

function indentationAt(text: string, line: number): number {
  let at = line
  while (text.charAt(at) === ' ') at++
  return at - line
}

function isDivider(text: string, line: number): boolean {
  dividesDocuments.lastIndex = line
  return dividesDocuments.test(text)
}

function insert(missing: ReadonlyMap<number, number>, text: string): Indented {
  const shifts = new Map<number, number>()
  let indented = ''
  let from = 0
  // As editors count them.
  let number = 1
  for (const [line, blanks] of missing) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < line; at = text.indexOf('\n', at + 1))
      number++
    indented += text.slice(from, line) + ' '.repeat(blanks)
    if (text.charAt(line - 1) === '\n') shifts.set(number, blanks)
    from = line
  }
  return { text: indented + text.slice(from), shifts }
}
