/** A text as shells read it as one word: in quotes where it holds more than letters, digits and a few harmless signs. */
export function shellWord(text: string): string {
  return /^[\w./:@+-]+$/.test(text) ? text : shellQuoted(text)
}

/** A text in quotes in which a shell reads nothing but the text. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
