import { endOfFlow, endOfQuoted } from './token-ends.ts'

/** A quoted text or a collection in brackets. */
export interface Continued {
  readonly start: number
  /** The offset of its last character. */
  readonly end: number
  /** The column its further lines have to be right of, where indentation counts. */
  readonly column: number
}

/** Finds quoted texts and collections in brackets among the lines of a text. Nothing behind one that never ends. */
export function* continuedTokens(text: string): Generator<Continued> {
  const walk = new Walk(text)
  while (!walk.isAtEnd) {
    const token = walk.takeLine()
    if (token !== undefined) yield token
    walk.toNextLine()
  }
}

const endOfPlainKey = /:(?=\s|$)|[ \t]#|\n/g

/** Goes over a text by lines, and over each text or collection as a whole. */
class Walk {
  readonly #text: string
  #at = 0
  /** The column of the key or indicator that a value on a line of its own belongs to. */
  #parent = -1

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  toNextLine(): void {
    const lineFeed = this.#text.indexOf('\n', this.#at)
    this.#at = lineFeed < 0 ? this.#text.length : lineFeed + 1
  }

  /** Goes to the end of a line's value. Gives it where it may go on over lines whose indentation does not count. */
  takeLine(): Continued | undefined {
    const lineStart = this.#at
    if (this.#isOne('%')) return undefined
    this.#skipMarker()
    this.#skipBlanks()
    while (this.#isIndicator()) {
      this.#parent = this.#at - lineStart
      this.#at += 1
      this.#skipBlanks()
    }
    const column = this.#at - lineStart
    this.#skipProperties()
    const colon = this.#endOfKey()
    if (colon >= 0) {
      this.#parent = column
      this.#at = colon + 1
      this.#skipBlanks()
      this.#skipProperties()
    }
    return this.#takeValue()
  }

  #skipMarker(): void {
    if (!this.#isDivider()) return
    this.#parent = -1
    this.#at += 3
  }

  #isDivider(): boolean {
    return /^(?:---|\.\.\.)(?:\s|$)/.test(this.#text.slice(this.#at, this.#at + 4))
  }

  #skipBlanks(): void {
    while (this.#isOne(' \t')) this.#at++
  }

  #skipProperties(): void {
    while (this.#isOne('!&')) {
      while (!this.isAtEnd && !this.#isOne(' \t\r\n')) this.#at++
      this.#skipBlanks()
    }
  }

  #isOne(characters: string): boolean {
    return !this.isAtEnd && characters.includes(this.#text.charAt(this.#at))
  }

  #isIndicator(): boolean {
    return this.#isOne('-?:') && /^(?:\s|$)/.test(this.#text.charAt(this.#at + 1))
  }

  /** Where the colon behind a key is, less than 0 where there is no key. */
  #endOfKey(): number {
    if (this.#isOne('[{|>#')) return -1
    let from = this.#at
    if (this.#isOne('\'"')) {
      from = endOfQuoted(this.#text, this.#at) + 1
      while (/[ \t]/.test(this.#text.charAt(from))) from++
      const isKey = from > 0 && /^:(?:\s|$)/.test(this.#text.slice(from, from + 2))
      return isKey ? from : -1
    }
    endOfPlainKey.lastIndex = from
    const found = endOfPlainKey.exec(this.#text)
    return found?.[0] === ':' ? found.index : -1
  }

  #takeValue(): Continued | undefined {
    if (this.#isOne('\'"')) return this.#takeToken(endOfQuoted(this.#text, this.#at))
    if (this.#isOne('[{')) return this.#takeToken(endOfFlow(this.#text, this.#at))
    // What follows belongs to it: it is a block, or plain text.
    if (!this.isAtEnd && !this.#isOne('#\r\n')) this.#skipIndented(this.#isOne('|>'))
    return undefined
  }

  #takeToken(end: number): Continued | undefined {
    const token = { start: this.#at, end, column: this.#parent }
    this.#at = end < 0 ? this.#text.length : end
    return end < 0 ? undefined : token
  }

  // Up to the last line that is further in.
  #skipIndented(isBlock: boolean): void {
    for (;;) {
      const before = this.#at
      this.toNextLine()
      const lineStart = this.#at
      const isDivider = this.#isDivider()
      while (this.#isOne(' ')) this.#at++
      if (this.isAtEnd) return
      if (this.#isOne('\r\n')) continue
      const isFurther = this.#at - lineStart > this.#parent && !isDivider
      if (isFurther && (isBlock || !this.#isOne('#'))) continue
      this.#at = before
      return
    }
  }
}
