const named: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

const unnamedInJson = /[\0-\x07\x0b\x0e-\x1f]/
// oxlint-disable-next-line no-misleading-character-class -- the pair is meant
const rawInJson = /[\ud800-\udbff][\udc00-\udfff]|[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g
const escapable =
  // oxlint-disable-next-line no-misleading-character-class -- the pair is meant
  /[\ud800-\udbff][\udc00-\udfff]|["\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g
const isEscaped = new RegExp(escapable.source)

/** A character as go-yaml escapes it: by name where it has one, else as `\xHH`, `\uHHHH` or `\UHHHHHHHH`. */
export function escapeCharacter(character: string): string {
  return named[character] ?? escapeByCode(character)
}

function escapeByCode(character: string): string {
  const code = character.codePointAt(0) as number
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** Escapes a text for double quotes, without the quotes. */
export function escapeText(text: string): string {
  if (!isEscaped.test(text)) return text
  // What JSON escapes, go-yaml escapes alike but for the controls without a short name.
  if (unnamedInJson.test(text)) return text.replace(escapable, escapeCharacter)
  return JSON.stringify(text).slice(1, -1).replace(rawInJson, escapeCharacter)
}

/** Escapes every character, as go-yaml does where a text begins with a byte order mark. */
export function escapeAll(text: string): string {
  return Array.from(text, escapeCharacter).join('')
}
