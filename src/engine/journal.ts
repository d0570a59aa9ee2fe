import type { Appender, Store } from './store.ts'

/** Where an interaction stands in a journal, and the place of its request in the order of requests. */
export interface Entry {
  readonly order: number
  readonly start: number
  readonly end: number
}

/** What a journal of an earlier run holds. */
export interface LeftOver {
  readonly bytes: Uint8Array
  readonly entries: readonly Entry[]
  /** Up to here it is whole. */
  readonly length: number
}

/** The name of the journal beside a cassette. */
export function partialOf(file: string): string {
  return `${file}.partial`
}

const ascii = new TextEncoder()

/**
 * The interactions of a run, appended as they end: up to its last end mark it is a cassette that loads.
 *
 * The mark is a comment, `# end N`, where N is the place of the request in the order of requests.
 * A write a kill cut short has no mark after it; recovery stops there.
 */
export class Journal {
  readonly file: string
  readonly #appender: Appender
  readonly #entries: Entry[]
  #length: number

  private constructor(file: string, appender: Appender, entries: readonly Entry[], length: number) {
    this.file = file
    this.#appender = appender
    this.#entries = [...entries]
    this.#length = length
  }

  /** Begins a journal. @param head - What stands before the first interaction. */
  static begin(store: Store, file: string, head: Uint8Array): Journal {
    const appender = store.append(file, 0)
    appender.append(head)
    return new Journal(file, appender, [], head.length)
  }

  /** Goes on with the journal of an earlier run; what a kill cut short at its end is dropped. */
  static resume(store: Store, file: string, leftOver: LeftOver): Journal {
    const appender = store.append(file, leftOver.length)
    return new Journal(file, appender, leftOver.entries, leftOver.length)
  }

  get entries(): readonly Entry[] {
    return this.#entries
  }

  /** Appends an interaction. It is on disk, as far as a dying process is concerned, when this returns. */
  append(order: number, interaction: Uint8Array): void {
    this.#appender.append(Buffer.concat([interaction, ascii.encode(`# end ${order}\n`)]))
    const start = this.#length
    const end = start + interaction.length
    this.#entries.push({ order, start, end })
    this.#length = end + `# end ${order}\n`.length
  }

  close(): void {
    this.#appender.close()
  }
}

const endMark = '\n# end '

/** Finds the whole interactions of a journal. */
export function readJournal(source: Uint8Array, headLength: number): LeftOver {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.length)
  const entries: Entry[] = []
  let start = headLength
  for (;;) {
    const mark = bytes.indexOf(endMark, Math.max(0, start - 1))
    const lineEnd = mark === -1 ? -1 : bytes.indexOf('\n', mark + 1)
    if (lineEnd === -1) return { bytes, entries, length: start }
    const order = Number(bytes.toString('latin1', mark + endMark.length, lineEnd))
    entries.push({ order, start, end: mark + 1 })
    start = lineEnd + 1
  }
}
