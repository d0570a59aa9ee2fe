/** A text for one line of a terminal or a log: nothing in it is acted on, and it does not begin with `::`. */
export function printable(text: string): string {
  // Control characters, line and paragraph separators, and what turns the direction of text or cannot be seen:
  // a terminal or a log would act on them. Lone surrogates have no UTF-8.
  const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}]/gu
  const escaped = text.replace(unprintable, escapeOf)
  return escaped.startsWith('::') ? `\\u003a${escaped.slice(1)}` : escaped
}

/** A value as JSON on one line, all of it printable. */
export function printableJson(value: unknown): string {
  return printable(JSON.stringify(value))
}

function escapeOf(character: string): string {
  let escaped = ''
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }
  return escaped
}
