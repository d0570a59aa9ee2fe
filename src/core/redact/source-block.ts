/** Where a value of an interaction stands in its source: offsets of UTF-16 units. */
export interface SourceRange {
  readonly start: number
  readonly end: number
}

interface Lines {
  readonly from: number
  readonly to: number
}

const fileNames: Readonly<Record<string, string>> = {
  requestUri: 'request_uri',
  contentLength: 'content_length',
}

/** The source of one interaction, and where its fields stand in it. */
export class SourceBlock {
  readonly text: string
  readonly #lines: readonly string[]
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.text = text
    this.#lines = text.split('\n')
    let start = 0
    this.#starts = this.#lines.map((line) => (start += line.length + 1) - line.length - 1)
  }

  /** Whether the source says the length of a body: `request.contentLength`. */
  saysLength(place: string): boolean {
    return isKey(this.text.slice(this.field(place).start), 'content_length')
  }

  /** The lines of a field: `request.headers.Accept` is narrowed down step by step, as far as it is found. */
  field(place: string): SourceRange {
    const [side, field, ...name] = place.split('.') as [string, string, ...string[]]
    // Before the first line, which may be the key itself: `- request:`.
    let lines: Lines = { from: -1, to: this.#lines.length }
    for (const key of [side, fileNames[field] ?? field, name.join('.')]) {
      lines = this.#narrowed(lines, key) ?? lines
    }
    const end = this.#starts[lines.to] ?? this.text.length
    return { start: this.#starts[Math.max(0, lines.from)] as number, end }
  }

  /**
   * A value in a field, as YAML may write it: as it is, with doubled quotes, escaped, or over several lines.
   * `nth` counts the same value before it.
   */
  find(place: string, value: string, nth: number): SourceRange | undefined {
    const { start, end } = this.field(place)
    const text = this.text.slice(start, end)
    for (const form of formsOf(value)) {
      const found = [...text.matchAll(form)][nth]
      if (found !== undefined) {
        return { start: start + found.index, end: start + found.index + found[0].length }
      }
    }
    return undefined
  }

  /** From the line of a key to the next key beside it. Keys stand in the column of the first line below their parent. */
  #narrowed({ from, to }: Lines, key: string): Lines | undefined {
    const column = columnOf(this.#lines[from + 1])
    let at = from + 1
    while (at < to && !(columnOf(this.#lines[at]) === column && isKey(this.#lines[at], key)))
      at += 1
    if (at >= to) return undefined
    let next = at + 1
    while (next < to && !isBeside(this.#lines[next], column)) next += 1
    return { from: at, to: next }
  }
}

/** A blank may be where a long line was folded, a line feed has the block's indentation behind it. */
function formsOf(value: string): readonly RegExp[] {
  const forms = new Set([value, value.replaceAll("'", "''"), JSON.stringify(value).slice(1, -1)])
  return [...forms].map((form) => {
    const source = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    return new RegExp(source.replace(/ /g, '(?: |\\n *)').replace(/\n/g, '\n *'), 'g')
  })
}

function isBeside(line = '', column: number): boolean {
  return line.trim() !== '' && !/^\s*- /.test(line) && columnOf(line) <= column
}

/** Where a line's key begins, behind the dash of a list's item. */
function columnOf(line = ''): number {
  return line.length - line.replace(/^\s*(?:- +)?/, '').length
}

function isKey(line = '', key: string): boolean {
  const text = line.replace(/^\s*(?:- )?["']?/, '')
  return text.startsWith(key) && /^["']?:(?:\s|$)/.test(text.slice(key.length))
}
