const width = 96
const before = 32

/** Two texts that differ, long ones cut to what stands around the first difference. */
export function excerpts(one: string, other: string): readonly [string, string] {
  const longest = Math.max(one.length, other.length)
  const start = Math.max(0, Math.min(commonStart(one, other) - before, longest - width))
  return [cut(one, start), cut(other, start)]
}

const reach = 2_048

/** What stands around the first difference of two texts: so much of a long text is worth searching for secrets. */
export function neighbourhoods(one: string, other: string): readonly [string, string] {
  const start = Math.max(0, commonStart(one, other) - reach)
  return [one.slice(start, start + 2 * reach), other.slice(start, start + 2 * reach)]
}

/** A text, a long one cut to its beginning. */
export function excerpt(text: string): string {
  return cut(text, 0)
}

/** How many characters two texts have in common at their beginning. @param most - So many are looked at */
export function commonStart(one: string, other: string, most: number = Infinity): number {
  const length = Math.min(one.length, other.length, most)
  let index = 0
  while (index < length && one.charCodeAt(index) === other.charCodeAt(index)) index += 1
  return index
}

function cut(text: string, from: number): string {
  const start = wholeCharacter(text, from)
  const end = wholeCharacter(text, from + width)
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

// No cut between the two units of one character.
function wholeCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index
}
