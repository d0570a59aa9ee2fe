import { markUnprintable } from './characters.ts'
import { ascii, code } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'

// What a plain text may not begin with, what it may if more text follows, and what it may unless it is there three times.
const never = 1
const seldom = 2
const notThrice = 3
const indicators = new Uint8Array(256)
for (const byte of ascii(' \t\n#,[]{}&*!|>\'"%@`')) indicators[byte] = never
for (const byte of ascii('-?:')) indicators[byte] = seldom
for (const byte of ascii('.')) indicators[byte] = notThrice

// The bytes of a plain text that may mean more than themselves.
const stops = new Uint8Array(256)
for (const byte of [code.blank, code.colon]) stops[byte] = 1
markUnprintable(stops)

/** Moves over a plain text and the end of its last line. */
export function skipPlain(cursor: Cursor, pad: number): void {
  const { bytes, at: start } = cursor
  checkStart(bytes, start)
  const firstEnd = endOfLine(cursor, start)
  let end = firstEnd
  // A line that is folded goes on exactly at its column.
  for (cursor.toLine(end + 1); cursor.column === pad; cursor.toLine(end + 1)) {
    if (bytes[cursor.at] === code.hash) refuse()
    end = endOfLine(cursor, cursor.at)
  }
  if (end === firstEnd && isNull(bytes, start, end)) refuse()
}

/** Checks that a plain text can begin here. */
export function checkStart(bytes: Uint8Array, start: number): void {
  const first = bytes[start] ?? code.lineFeed
  const kind = indicators[first]
  if (kind === 0) return
  const second = bytes[start + 1] ?? code.lineFeed
  const isAlone = second === code.blank || second === code.lineFeed
  if (kind === never || (kind === seldom && isAlone)) refuse()
  // `---` and `...` divide documents.
  const mayDivide = first === code.dash || kind === notThrice
  if (mayDivide && first === second && first === bytes[start + 2]) refuse()
}

// The text ends with its line: what would end it sooner, and blanks at its end, are not canonical.
function endOfLine({ bytes, characters }: Cursor, start: number): number {
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (stops[byte] === 0) continue
    if (byte === code.lineFeed) return at
    const next = bytes[at + 1]
    if (byte === code.blank) {
      if (next === code.hash || next === code.lineFeed) refuse()
    } else if (byte === code.colon) {
      if (next === code.blank || next === code.lineFeed) refuse()
    } else {
      if (byte === code.tab || (byte === 0xe2 && characters.hasSeparators)) refuse()
      at = characters.over(at) - 1
    }
  }
  return refuse()
}

const nulls = [ascii('~'), ascii('null'), ascii('Null'), ascii('NULL')]
const longestNull = 4

/** Whether a plain text is one of YAML's words for nothing. */
export function isNull(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > longestNull) return false
  // Each value is asked: a function made here would be most of what a scan leaves to be collected.
  for (const word of nulls) if (isWord(word, bytes, start, end)) return true
  return false
}

function isWord(word: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== word.length) return false
  for (let index = 0; index < word.length; index++) {
    if (bytes[start + index] !== word[index]) return false
  }
  return true
}
