import type { Write } from './byte-sink.ts'
import type { Dialect } from './dialect.ts'
import { literalHead, type ScalarRole } from './emit-literal.ts'
import { foldText } from './fold.ts'
import { escapeAsGo } from './goccy.ts'
import { escapeAll, escapeText } from './quote.ts'
import { styleOf, type ScalarStyle } from './scalar-style.ts'

/** Where a scalar is written. */
export interface Spot {
  readonly role: ScalarRole
  /** The column where it begins. */
  readonly column: number
  /** The blanks before its further lines. */
  readonly pad: string
}

/** Writes a text as go-yaml would, and ends its line (but not after a key). */
export function emitScalar(text: string, spot: Spot, dialect: Dialect, write: Write): void {
  const style = styleOf(text, spot.role, dialect)
  // Half a surrogate pair has no form in UTF-8.
  const whole = style === 'double-quoted' ? text.toWellFormed() : text
  const quote = quotes[style]
  write(style === 'literal' ? literalHead(whole, spot.role, dialect) : quote)
  if (style === 'literal' && !whole.startsWith('\n')) write(spot.pad)
  if (canFold(whole, style, spot, dialect)) {
    const column = spot.column + quote.length
    foldText(whole, { style, column, width: dialect.width, pad: spot.pad }, write)
  } else {
    const transform = transformOf(whole, style, spot.pad, dialect)
    if (whole.length <= pieceLength) write(transform(whole))
    else for (const piece of piecesOf(whole)) write(transform(piece))
  }
  write(quote)
  if (spot.role !== 'key' && !(style === 'literal' && whole.endsWith('\n'))) write('\n')
}

function canFold(text: string, style: ScalarStyle, spot: Spot, dialect: Dialect): boolean {
  if (dialect.width === Infinity || style === 'literal' || spot.role === 'key') return false
  return text.includes(' ') && !text.startsWith('\ufeff')
}

const quotes: Readonly<Record<ScalarStyle, string>> = {
  plain: '',
  'single-quoted': "'",
  'double-quoted': '"',
  literal: '',
}

function transformOf(
  text: string,
  style: ScalarStyle,
  pad: string,
  dialect: Dialect,
): (piece: string) => string {
  switch (style) {
    case 'plain':
      return (piece) => piece
    case 'single-quoted':
      return (piece) => piece.replaceAll("'", "''")
    case 'double-quoted':
      if (dialect.goYaml === 'goccy') return escapeAsGo
      return text.startsWith('\ufeff') ? escapeAll : escapeText
    case 'literal':
      return (piece) => piece.replace(/\n(?=[^\n])/g, `\n${pad}`)
  }
}

const pieceLength = 1 << 15

// Written at once, a large body could outgrow the longest string. No piece ends in a line feed or within a pair.
function* piecesOf(text: string): Generator<string> {
  let start = 0
  while (text.length - start > pieceLength) {
    let end = start + pieceLength
    while (/[\n\ud800-\udbff]/.test(text.charAt(end - 1))) end++
    yield text.slice(start, end)
    start = end
  }
  yield text.slice(start)
}
