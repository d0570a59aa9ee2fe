import type { Range, Scalar } from 'yaml'
import type { SourceText } from '../source-text.ts'
import { readLiteral } from './literal.ts'

const separators = /[\u0085\u2028\u2029]/
const loneReturn = /\r(?!\n)/
const backslashBeforeEmpty = /\\\r?\n[ \t]*\r?\n/g
const blankLineAtEnd = /\n +\n*$/

/**
 * The text of a scalar as Go reads it where the `yaml` package reads another.
 *
 * U+0085, U+2028 and U+2029 that stand in the file raw end a line to Go (and to YAML 1.1), so the indentation after them is
 * no text. So does a carriage return without line feed, which no writer leaves raw: it is refused. Blanks beyond the
 * indentation of a literal's last lines are text.
 */
export function textAsGoReads(scalar: Scalar<string>, source: SourceText): string {
  const { value, type } = scalar
  const [start, end] = scalar.range as Range
  const isLiteral = type === 'BLOCK_LITERAL'
  if (type === 'QUOTE_DOUBLE' && hasEscapedBreak(source.text.slice(start, end))) {
    return refuseEmptyLine(start, source)
  }
  const holdsReturn = value.includes('\r')
  if (!isLiteral && !holdsReturn && !separators.test(value)) return value
  const raw = source.text.slice(start, end)
  if (holdsReturn && loneReturn.test(raw)) return refuseReturn(start, source)
  const isSeparated = separators.test(raw)
  if (isLiteral) {
    if (!isSeparated && !blankLineAtEnd.test(raw)) return value
    return readLiteral(raw, value) ?? refuse(start, source)
  }
  if (!isSeparated || isHarmless(scalar, raw)) return value
  return refuse(start, source)
}

// On one line, without blanks that would be lost.
function isHarmless({ value, type }: Scalar<string>, raw: string): boolean {
  if (type !== 'QUOTE_SINGLE' && type !== 'QUOTE_DOUBLE') return false
  return !/[\n\u0085]/.test(raw) && !/[ \t][\u2028\u2029]|[\u2028\u2029][ \t]/.test(value)
}

function refuse(at: number, source: SourceText): never {
  return source.fail(
    'a raw U+0085, U+2028 or U+2029 stands here, which YAML readers take differently.',
    at,
    'Write the text in double quotes, with "\\N", "\\L" or "\\P" in its place.',
  )
}

function refuseReturn(at: number, source: SourceText): never {
  return source.fail(
    'a raw carriage return without line feed stands here, which YAML readers take differently.',
    at,
    'Write the text in double quotes, with "\\r" in its place.',
  )
}

// Whether one is before an empty line. A backslash that is itself escaped escapes nothing.
function hasEscapedBreak(raw: string): boolean {
  for (const { index } of raw.matchAll(backslashBeforeEmpty)) {
    let first = index
    while (raw[first - 1] === '\\') first--
    if ((index - first) % 2 === 0) return true
  }
  return false
}

// To Go it is a line feed, to the package a blank.
function refuseEmptyLine(at: number, source: SourceText): never {
  return source.fail(
    'an empty line stands behind an escaped line break, which YAML readers take differently.',
    at,
    'Write "\\n" in its place.',
  )
}
