// To Go (and to YAML 1.1) all of these end a line.
const separators = /[\u0085\u2028\u2029]/
const allSeparators = /[\u0085\u2028\u2029]/g

/** Whether there is a raw U+0085, U+2028 or U+2029, which end a line to Go, but not to the `yaml` package. */
export function hasSeparators(text: string): boolean {
  return separators.test(text)
}

/** A text whose lines all end in line feeds. All else stands where it stood. */
export function withLineFeeds(text: string): string {
  return hasSeparators(text) ? text.replace(allSeparators, '\n') : text
}

/** What a line break is in the text: U+2028 and U+2029 stay what they are, all else is a line feed. */
export function normalBreak(lineBreak: string): string {
  return lineBreak === '\u2028' || lineBreak === '\u2029' ? lineBreak : '\n'
}
