import { escapeCharacter } from './quote.ts'
import type { ScalarStyle } from './scalar-style.ts'
import type { Write } from './byte-sink.ts'

interface Fold {
  readonly style: ScalarStyle
  /** The column of the first character inside the quotes. */
  readonly column: number
  /** The longest line that is not folded. */
  readonly width: number
  /** The blanks before a continued line. */
  readonly pad: string
}

/**
 * Writes a text over several lines: a blank beyond the width becomes a line break.
 *
 * go-yaml never folds two blanks that stand together (but in double quotes, by escaping the second).
 */
export function foldText(text: string, fold: Fold, write: Write): void {
  const isDouble = fold.style === 'double-quoted'
  let column = fold.column
  let wasBlank = false
  let line = ''
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) as number)
    const isBlank = character === ' '
    if (isBlank && !wasBlank && column > fold.width && canFold(text, at, fold.style)) {
      write(`${line}\n${fold.pad}`)
      line = isDouble && text[at + 1] === ' ' ? '\\' : ''
      column = fold.pad.length + line.length
    } else {
      const written = writtenAs(character, fold.style)
      line += written
      column += written.length
    }
    wasBlank = isBlank
    at += character.length
  }
  write(line)
}

function canFold(text: string, at: number, style: ScalarStyle): boolean {
  if (style !== 'double-quoted' && text[at + 1] === ' ') return false
  return style === 'plain' || (at > 0 && at < text.length - 1)
}

function writtenAs(character: string, style: ScalarStyle): string {
  if (style === 'single-quoted') return character === "'" ? "''" : character
  if (style === 'plain' || isPrinted.test(character)) return character
  return escapeCharacter(character)
}

const isPrinted = /^[^"\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\u{10000}-\u{10ffff}]$/u
