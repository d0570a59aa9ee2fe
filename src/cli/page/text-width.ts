// East Asian wide and full-width characters, and emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u
const none = /\p{M}/u
const plain = /^[\x20-\x7e]*$/

/** How many columns of a terminal a printable text takes. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  return none.test(character) ? 0 : wide.test(character) ? 2 : 1
}

/** A text that takes so many columns at most; what is cut shows as `…`. */
export function cutTo(text: string, columns: number): string {
  if (text.length <= columns && plain.test(text)) return text
  if (textWidth(text) <= columns) return text
  let width = 0
  let end = 0
  for (const character of text) {
    width += characterWidth(character)
    if (width > columns - 1) break
    end += character.length
  }
  return `${text.slice(0, end)}…`
}

/** The same, cut at its beginning. */
export function cutStartTo(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let width = 0
  let start = text.length
  for (const character of Array.from(text).reverse()) {
    width += characterWidth(character)
    if (width > columns - 1) break
    start -= character.length
  }
  return `…${text.slice(start)}`
}

/** A text and blanks behind it, so many columns in all. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)))
}

/** A paragraph in lines of so many columns, broken at blanks where there are any. */
export function wrapTo(text: string, columns: number): string[] {
  const lines: string[] = []
  let rest = text
  while (textWidth(rest) > columns) {
    const head = cutTo(rest, columns + 1).slice(0, -1)
    const blank =
      head.length < rest.length && rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ')
    const end = blank > 0 ? blank : head.length
    lines.push(rest.slice(0, end).trimEnd())
    rest = rest.slice(end).trimStart()
  }
  return [...lines, rest]
}
