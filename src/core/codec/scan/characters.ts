/** What bytes hold: line breaks but line feed (`'separators'`), other characters, or what no canonical file has. */
export type Characters = 'usual' | 'separators' | 'unusual'

/**
 * Checks that bytes are UTF-8, and characters that go-yaml leaves as they are, or tabs, or emoji.
 *
 * go-yaml escapes emoji, other writers do not, and nobody reads them differently.
 */
export function charactersOf(bytes: Uint8Array): Characters {
  let found: Characters = 'usual'
  const toWord = (4 - (bytes.byteOffset % 4)) % 4
  const words = wordsFrom(bytes, toWord)
  for (let at = 0; at < bytes.length;) {
    if (at >= toWord && (at - toWord) % 4 === 0) {
      at = toWord + 4 * endOfPrintable(words, (at - toWord) / 4)
      if (at === bytes.length) break
    }
    const byte = bytes[at] as number
    const length = byte < 0x80 ? Number(isUsualAscii(byte)) : sequenceLength(bytes, at)
    if (length === 0) return 'unusual'
    if (length === 3 && isSeparator(bytes, at)) found = 'separators'
    at += length
  }
  return found
}

function wordsFrom(bytes: Uint8Array, start: number): Int32Array {
  const count = Math.max(0, Math.floor((bytes.length - start) / 4))
  return new Int32Array(bytes.buffer, count === 0 ? 0 : bytes.byteOffset + start, count)
}

// Blanks to tildes, and line feeds: sixteen bytes at a time where there is no line feed, else four.
function endOfPrintable(words: Int32Array, start: number): number {
  const end = words.length
  let at = start
  while (at < end) {
    if (at + 4 <= end && areFourPrintable(words, at)) {
      at += 4
      continue
    }
    const word = words[at] as number
    if (((word | (word + 0x01010101)) & highBits) !== 0) return at
    const belowBlank = ~(word + 0x60606060) & highBits
    if (belowBlank !== 0 && belowBlank !== lineFeedsIn(word)) return at
    at++
  }
  return at
}

const highBits = 0x80808080 | 0

function areFourPrintable(words: Int32Array, at: number): boolean {
  const a = words[at] as number
  const b = words[at + 1] as number
  const c = words[at + 2] as number
  const d = words[at + 3] as number
  const beyond =
    a | b | c | d | (a + 0x01010101) | (b + 0x01010101) | (c + 0x01010101) | (d + 0x01010101)
  const within = (a + 0x60606060) & (b + 0x60606060) & (c + 0x60606060) & (d + 0x60606060)
  return ((beyond | ~within) & highBits) === 0
}

// The highest bit of each byte that is one.
function lineFeedsIn(word: number): number {
  return ~((word ^ 0x0a0a0a0a) + 0x7f7f7f7f) & highBits
}

function isUsualAscii(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x09
}

/** Whether U+2028 or U+2029 stands there. */
export function isSeparator(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xe2 && bytes[at + 1] === 0x80 && ((bytes[at + 2] as number) | 1) === 0xa9
}

// 0 where it is no UTF-8, a control, half of a surrogate pair, a byte order mark, U+FFFE or U+FFFF.
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number
  const second = bytes[at + 1] ?? 0
  if (first < 0xe0) return isWithin(second, first === 0xc2 ? 0xa0 : 0x80) && first > 0xc1 ? 2 : 0
  const third = bytes[at + 2] ?? 0
  if (!isWithin(third, 0x80)) return 0
  if (first < 0xf0) return isThree(first, second, third) ? 3 : 0
  return isFour(first, second) && isWithin(bytes[at + 3] ?? 0, 0x80) ? 4 : 0
}

function isWithin(byte: number, lowest: number): boolean {
  return byte >= lowest && byte <= 0xbf
}

function isThree(first: number, second: number, third: number): boolean {
  if (!isWithin(second, first === 0xe0 ? 0xa0 : 0x80)) return false
  if (first === 0xed) return second <= 0x9f
  if (first !== 0xef) return true
  // U+FEFF, U+FFFE and U+FFFF
  return !(second === 0xbb && third === 0xbf) && !(second === 0xbf && third >= 0xbe)
}

function isFour(first: number, second: number): boolean {
  if (!isWithin(second, first === 0xf0 ? 0x90 : 0x80)) return false
  return first < 0xf4 || (first === 0xf4 && second <= 0x8f)
}
