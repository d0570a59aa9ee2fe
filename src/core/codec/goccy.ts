import { plainMeaning } from './plain-meaning.ts'
import type { ScalarRole } from './emit-literal.ts'
import type { ScalarStyle } from './scalar-style.ts'

// What goccy/go-yaml quotes, and what it should: the rest of YAML's indicators, controls, and blanks it would lose.
const quoted = /^(?:[*&[{}\],!|>%'"@ `#?]|-$|-{3}|\.{3})|[: ]$|[#\\]|[:-] /
const unsafe =
  /[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u
const emptyLine = /^\n|\n\n|[ \t]\n|[ \t]$/

/**
 * Chooses a text's style as goccy/go-yaml does (go-vcr 4.0.5): nearly everything that is quoted has double quotes.
 *
 * Where that would not be read back, or it would write a line of blanks, the text is double-quoted.
 */
export function goccyStyleOf(text: string, role: ScalarRole): ScalarStyle {
  if (quoted.test(text) || unsafe.test(text)) return 'double-quoted'
  if (text.includes('\n')) {
    return role === 'key' || emptyLine.test(text) ? 'double-quoted' : 'literal'
  }
  return plainMeaning(text) === 'text' ? 'plain' : 'double-quoted'
}

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
}
/** Escapes a text for double quotes as Go's `strconv.Quote` does, without the quotes. */
export function escapeAsGo(text: string): string {
  // Here, for its tables of Unicode take time to make.
  const escapable = /["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu
  return text.replace(escapable, (character) => named[character] ?? escapeByCode(character))
}

function escapeByCode(character: string): string {
  const code = character.codePointAt(0) as number
  const hex = code.toString(16)
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
