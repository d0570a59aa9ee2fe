/** Where the last quote of a quoted text is, less than 0 where there is none. Twice, and behind a backslash, one is text. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text.charAt(start)
  const escape = quote === "'" ? quote : '\\'
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === escape && (escape !== quote || text.charAt(at + 1) === quote)) at++
    else if (character === quote) return at
  }
  return -1
}

/** Where the last bracket of a collection is, less than 0 where there is none. */
export function endOfFlow(text: string, start: number): number {
  let depth = 0
  // Elsewhere a quote is text.
  let isAtStart = true
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (isAtStart && /["']/.test(character)) {
      at = endOfQuoted(text, at)
      if (at < 0) return -1
      isAtStart = false
    } else if (/[[{]/.test(character)) {
      depth += 1
      isAtStart = true
    } else if (/[\]}]/.test(character)) {
      depth -= 1
      if (depth === 0) return at
      isAtStart = false
    } else if (character === '#' && /\s/.test(text.charAt(at - 1))) {
      at = endOfLine(text, at)
    } else if (!/\s/.test(character)) {
      isAtStart = endsEntry(text, at, isAtStart)
    }
  }
  return -1
}

// Whether what comes next is another text: behind a comma, a colon that is no part of a text, or a tag.
function endsEntry(text: string, at: number, isAtStart: boolean): boolean {
  switch (text.charAt(at)) {
    case ',':
      return true
    case ':':
      return /[\s"'[\]{},]/.test(text.charAt(at + 1))
    case '?':
      return isAtStart && /\s/.test(text.charAt(at + 1))
    default:
      return false
  }
}

function endOfLine(text: string, at: number): number {
  const lineFeed = text.indexOf('\n', at)
  return lineFeed < 0 ? text.length : lineFeed
}
