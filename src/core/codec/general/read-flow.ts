import { normalBreak } from './line-breaks.ts'

const lineEnd = String.raw`(?:\r\n|[\n\u0085\u2028\u2029])`
const emptyLines = String.raw`((?:[ \t]*${lineEnd})*)[ \t]*`
// A run of blanks that no line ends behind is taken as a whole: to look for its end from each of them takes long.
const folds = new RegExp(String.raw`[ \t]*(${lineEnd})${emptyLines}|[ \t]+`, 'g')
const foldsAndEscapes = new RegExp(
  String.raw`\\${lineEnd}${emptyLines}|\\(x..|u.{4}|U.{8}|[^])|[ \t]*(${lineEnd})${emptyLines}|[ \t]+`,
  'g',
)

/**
 * Reads a plain or quoted text of several lines as Go does, with its quotes.
 *
 * The `yaml` package takes U+2028 and U+2029 for text, and an empty line behind an escaped line break for a blank.
 */
export function readFlow(raw: string): string {
  switch (raw.charAt(0)) {
    case '"':
      return raw.slice(1, -1).replaceAll(foldsAndEscapes, unescaped)
    case "'":
      return raw.slice(1, -1).replaceAll(folds, folded).replaceAll("''", "'")
    default:
      return raw.replaceAll(folds, folded)
  }
}

function folded(blanks: string, first?: string, others = ''): string {
  if (first === undefined) return blanks
  const lineBreak = normalBreak(first)
  if (lineBreak !== '\n') return lineBreak + breaksIn(others)
  return breaksIn(others) || ' '
}

function unescaped(
  whole: string,
  behindEscaped?: string,
  escape?: string,
  ...fold: string[]
): string {
  if (behindEscaped !== undefined) return breaksIn(behindEscaped)
  return escape === undefined ? folded(whole, fold[0], fold[1]) : characterOf(escape)
}

function breaksIn(lines: string): string {
  return lines.replaceAll(/[ \t]|\r(?=\n)/g, '').replaceAll('\u0085', '\n')
}

const named: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}

// The package has made sure that there is such an escape.
function characterOf(escape: string): string {
  if (escape.length === 1) return named[escape] ?? escape
  return String.fromCodePoint(Number.parseInt(escape.slice(1), 16))
}
