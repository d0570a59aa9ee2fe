import { seedDialect, type Dialect } from '../../../src/core/codec/dialect.ts'
import { newHeaders } from '../../../src/core/headers.ts'
import type { Interaction } from '../../../src/core/model.ts'
import { interaction } from '../../support/interactions.ts'

const letters = [...`0178nytofeNYOxba.+-_:~<=*&!|>'"%@\`#,[]{}?\\/ `, '\t', '\n', '\r', '\x85', '\xa0', 'é']
const all = [...letters, '😀', '\0', '\x7f', '\ufeff', '\ufffd', '\ufffe']
const blanks = ['a', ' ', '\t', '\n']

const layouts = [
  { indent: 4, isCompact: false },
  { indent: 2, isCompact: true },
  { indent: 3, isCompact: false },
  { indent: 9, isCompact: true },
]

/** Every text of up to two characters that mean something to YAML, and every one of a few lines of blanks, everywhere. */
export function shortTexts(): readonly { readonly interactions: readonly Interaction[]; readonly dialect: Dialect }[] {
  const texts = ['', ...wordsOf(all, 2), ...wordsOf(blanks, 4), 'on', 'off', 'yes', '<<<', '12:30', '1e3', '0x1f', '---']
  const dialects = [...layouts.map((layout) => ({ ...layout, goYaml: 'v4' as const })), { ...seedDialect, goYaml: 'v4-single' as const }]
  return dialects.map((dialect) => ({
    interactions: texts.map((text, id) => interactionOf(text, id)),
    dialect: { ...dialect, width: Infinity, writesEmpty: false },
  }))
}

function wordsOf(characters: readonly string[], length: number): readonly string[] {
  if (length === 0) return []
  return characters.flatMap((first) => [first, ...wordsOf(characters, length - 1).map((rest) => first + rest)])
}

function interactionOf(text: string, id: number): Interaction {
  const map = { ...newHeaders(), [text]: [text, text] }
  Object.setPrototypeOf(map, null)
  const request = { host: text, body: text, form: map, headers: map, url: text, method: text }
  return interaction({ id, request, response: { body: text, status: text, trailer: map, transferEncoding: [text] } })
}
