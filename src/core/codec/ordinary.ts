// Letters, digits and marks that mean nothing within a plain text, those that do before a blank, and blanks.
const anywhere = 1
const beforeMark = 2
const kinds = new Uint8Array(128)
for (let code = 0x21; code < 0x7f; code++) kinds[code] = anywhere
for (const mark of '#\\') kinds[mark.charCodeAt(0)] = 0
for (const mark of ' :-') kinds[mark.charCodeAt(0)] = beforeMark

const wordStart = /^[A-Za-z/]/
const meaningfulWord = /^[nNtTfFyYoO].{0,4}$/

/**
 * Whether a text is plain at first sight, to every go-yaml and wherever it stands. Others may be plain too.
 *
 * It spares the names and values of headers, which a cassette is full of, half a dozen searches each.
 */
export function isOrdinary(text: string): boolean {
  if (!wordStart.test(text) || meaningfulWord.test(text)) return false
  for (let at = 0; at < text.length; at++) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === anywhere) continue
    if (kind !== beforeMark || kinds[text.charCodeAt(at + 1)] !== anywhere) return false
  }
  return true
}
