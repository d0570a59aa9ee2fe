import { normalBreak } from './line-breaks.ts'

/** Where a block scalar stands. */
export interface BlockPlace {
  readonly text: string
  /** The offset of its `|` or `>`. */
  readonly start: number
  /** The column of what it belongs to. */
  readonly parentColumn: number
}

/** What a block scalar says, and where the lines end that Go takes for it. */
export interface Block {
  readonly value: string
  readonly end: number
}

/**
 * Reads a literal or folded block as Go does.
 *
 * The `yaml` package reads others where lines of blanks, line separators, or a digit in its header are.
 */
export function readBlock(place: BlockPlace): Block {
  return new BlockReader(place).read()
}

const header = /[|>]([-+\d]*)[^\n\u0085\u2028\u2029]*/y
const lineBreak = /\r\n|[\n\u0085\u2028\u2029]/g

class BlockReader {
  readonly #text: string
  readonly #isFolded: boolean
  readonly #chomping: string
  readonly #leastColumn: number
  /** The column of its lines. 0 where that is not known yet. */
  #column: number
  #at: number
  #lineStart: number
  /** The line break behind the last line with text, and those of the empty lines behind it. */
  #lastBreak = ''
  #emptyLines = ''

  constructor({ text, start, parentColumn }: BlockPlace) {
    header.lastIndex = start
    const [whole, indicators] = header.exec(text) as unknown as readonly [string, string]
    const digit = Number(/\d/.exec(indicators)?.[0] ?? 0)
    this.#text = text
    this.#isFolded = whole.startsWith('>')
    this.#chomping = indicators.replace(/\d/, '')
    this.#leastColumn = Math.max(1, parentColumn + 1)
    this.#column = digit === 0 ? 0 : Math.max(0, parentColumn) + digit
    this.#at = start + whole.length
    this.#lineStart = this.#at
    this.#takeBreak()
  }

  read(): Block {
    let value = ''
    let wasBlank = false
    this.#takeEmptyLines()
    while (this.#at - this.#lineStart === this.#column && this.#at < this.#text.length) {
      const isBlank = /[ \t]/.test(this.#text.charAt(this.#at))
      const isJoined = this.#isFolded && !wasBlank && !isBlank && this.#lastBreak === '\n'
      if (!isJoined) value += this.#lastBreak
      else if (this.#emptyLines === '') value += ' '
      value += this.#emptyLines + this.#takeLine()
      wasBlank = isBlank
      this.#takeEmptyLines()
    }
    if (this.#chomping !== '-') value += this.#lastBreak
    return {
      value: this.#chomping === '+' ? value + this.#emptyLines : value,
      end: this.#lineStart,
    }
  }

  // A last line of blanks has a line break of its own, although the file ends there.
  #takeLine(): string {
    lineBreak.lastIndex = this.#at
    const end = lineBreak.exec(this.#text)?.index ?? this.#text.length
    const line = this.#text.slice(this.#at, end)
    this.#at = end
    this.#lineStart = end
    this.#lastBreak = this.#takeBreak() || (/[^ \t]/.test(line) ? '' : '\n')
    return line
  }

  #takeEmptyLines(): void {
    let deepest = 0
    this.#emptyLines = ''
    for (;;) {
      const { length } = this.#takeBlanks()
      deepest = Math.max(deepest, length)
      const taken = this.#takeBreak()
      this.#emptyLines += taken
      if (taken !== '') continue
      if (length > 0 && this.#at === this.#text.length) this.#emptyLines += '\n'
      break
    }
    if (this.#column === 0) this.#column = Math.max(deepest, this.#leastColumn)
  }

  #takeBlanks(): string {
    const start = this.#at
    const end = this.#column === 0 ? this.#text.length : this.#lineStart + this.#column
    while (this.#at < end && this.#text.charAt(this.#at) === ' ') this.#at++
    return this.#text.slice(start, this.#at)
  }

  #takeBreak(): string {
    const first = this.#text.charAt(this.#at)
    const length = first === '\r' && this.#text.charAt(this.#at + 1) === '\n' ? 2 : 1
    if (length === 1 && !/[\n\u0085\u2028\u2029]/.test(first)) return ''
    this.#at += length
    this.#lineStart = this.#at
    return normalBreak(first)
  }
}
