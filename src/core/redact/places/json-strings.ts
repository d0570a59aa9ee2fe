const quote = 0x22
const backslash = 0x5c
/** More stand before no quote that is read. */
const mostBackslashes = 64

/** Where a string with so many backslashes before its quotes begins, behind the quote; nothing where none stands there. */
export function openingQuote(text: string, at: number, depth: number): number | undefined {
  for (let index = 0; index < depth; index++) {
    if (text.charCodeAt(at + index) !== backslash) return undefined
  }
  return text.charCodeAt(at + depth) === quote ? at + depth + 1 : undefined
}

/** Where the backslashes of the closing quote begin; the end of the line where none closes. */
export function closingQuote(text: string, from: number, depth: number): number {
  let start = from
  // V8 finds a letter much faster than a loop does, and long strings are most of a body.
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', start)) {
    const line = text.slice(start, at).indexOf('\n')
    if (line !== -1) return start + line
    const before = Math.min(backslashesBefore(text, at), at - from)
    if (closes(before, depth)) return at - Math.min(before, depth)
    start = at + 1
  }
  const line = text.indexOf('\n', start)
  return line === -1 ? text.length : line
}

/** Whether a quote behind so many backslashes ends a string whose own quotes have `depth` of them. */
function closes(backslashes: number, depth: number): boolean {
  let left = backslashes
  for (let level = depth; level > 0; level = (level - 1) / 2) {
    if (left % 2 === 0) return true
    left = (left - 1) / 2
  }
  return left % 2 === 0
}

/** How many backslashes stand before an offset. */
export function backslashesBefore(text: string, at: number): number {
  let count = 0
  while (count < mostBackslashes && text.charCodeAt(at - 1 - count) === backslash) count += 1
  return count
}

/** The first offset that is no blank. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at += 1
  return at
}

/** Whether a unit is one of JSON's blanks. */
export function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
}
