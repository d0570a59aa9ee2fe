import type { Shifts } from '../source-text.ts'
import { withLineFeeds } from './line-breaks.ts'

/** A text that was indented, and where. */
export interface Indented {
  readonly text: string
  readonly shifts: Shifts
}

// Even within quotes.
const dividesDocuments = /^(?:---|\.\.\.)(?:\s|$)/

// Written to be read again: a text whose lines stand far left of their key could become a thousand times as long.
const mostGrowth = 4

/**
 * Indents what stands at or left of its key's column inside quotes, such as a pretty-printed body made by hand.
 *
 * The text means the same: blanks at the start of a quoted line do not count.
 */
export function indentQuoted(text: string): Indented {
  const lines = withLineFeeds(text).split('\n')
  const missing = new Map<number, number>()
  let room = mostGrowth * text.length
  let at = 0
  while (at < lines.length) {
    const line = lines[at] as string
    const { column, value } = startOf(line)
    const quote = line.charAt(value)
    if (!isQuote(quote)) {
      at = isBlock(line, value) ? endOfBlock(lines, at, column) : at + 1
      continue
    }
    const end = endOfQuoted(lines, at, value + 1, quote)
    for (let inside = at + 1; inside <= end; inside++) {
      const further = lines[inside] as string
      const blanks = column + 1 - indentation(further)
      if (blanks <= 0 || /^\r?$/.test(further) || dividesDocuments.test(further)) continue
      room -= blanks
      if (room < 0) return { text, shifts: new Map() }
      missing.set(inside, blanks)
    }
    at = end + 1
  }
  return insert(missing, lines, text)
}

function insert(
  missing: ReadonlyMap<number, number>,
  lines: readonly string[],
  text: string,
): Indented {
  const shifts = new Map<number, number>()
  const pieces: string[] = []
  let start = 0
  // As editors count them.
  let number = 1
  lines.forEach((line, index) => {
    const blanks = missing.get(index) ?? 0
    const end = start + line.length + 1
    if (blanks > 0) shifts.set(number, blanks)
    pieces.push(' '.repeat(blanks), text.slice(start, end))
    if (text.charAt(end - 1) === '\n') number++
    start = end
  })
  return { text: pieces.join(''), shifts }
}

interface Start {
  /** What a text has to stand right of: its key, or the indicator before it. */
  readonly column: number
  /** Where the line's value begins: behind its key. */
  readonly value: number
}

// By hand: a regular expression that repeats a group runs out of stack on a line of some megabytes.
function startOf(line: string): Start {
  let at = afterBlanks(line, 0)
  while (/[-?:]/.test(line.charAt(at)) && line.charAt(at + 1) === ' ')
    at = afterBlanks(line, at + 1)
  const colon = endOfKey(line, at)
  if (colon > at && line.startsWith(': ', colon)) {
    return { column: at, value: afterBlanks(line, colon + 1) }
  }
  return { column: line.slice(0, at).trimEnd().length - 1, value: at }
}

function afterBlanks(line: string, from: number): number {
  let at = from
  while (line.charAt(at) === ' ') at++
  return at
}

// Where the colon behind a key would be, less than 0 where there is no key.
function endOfKey(line: string, start: number): number {
  const first = line.charAt(start)
  if (isQuote(first)) return closingQuote(line, start + 1, first) + 1
  if (first === '-' && /^[\s:]?$/.test(line.charAt(start + 1))) return -1
  return /^[\s#]?$/.test(first) ? -1 : line.indexOf(':', start + 1)
}

function isQuote(character: string): boolean {
  return character === "'" || character === '"'
}

function isBlock(line: string, value: number): boolean {
  return /^[|>][-+\d]*\s*$/.test(line.slice(value))
}

// What JavaScript trims is more than YAML's blanks.
function indentation(line: string): number {
  return afterBlanks(line, 0)
}

function isBlank(line: string): boolean {
  return /^[ \t\r]*$/.test(line)
}

function endOfBlock(lines: readonly string[], from: number, column: number): number {
  let at = from + 1
  while (at < lines.length) {
    const line = lines[at] as string
    if (!isBlank(line) && indentation(line) <= column) break
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
  let start = column
  for (let at = from; at < lines.length; at++, start = 0) {
    if (closingQuote(lines[at] as string, start, quote) >= 0) return at
  }
  return lines.length - 1
}

// Less than 0 where it is not in the line. Twice, and behind a backslash, a quote is text.
function closingQuote(line: string, from: number, quote: string): number {
  const escape = quote === "'" ? quote : '\\'
  for (let at = from; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === escape && (escape !== quote || line.charAt(at + 1) === quote)) at++
    else if (character === quote) return at
  }
  return -1
}
