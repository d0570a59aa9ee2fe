import { ByteSink, type WritePiece } from '../core/codec/byte-sink.ts'
import type { Interaction } from '../core/model.ts'
import { parseCassette } from './parse-cassette.ts'
import type { Appender, Emit, Reader, Store } from './disk.ts'
import { Group } from './group.ts'

/** Where an interaction stands in a journal. */
export interface Entry {
  /** The place of its request in the order of requests. */
  readonly order: number
  /** Offset of its first byte. */
  readonly start: number
  /** Offset behind its last byte. */
  readonly end: number
}

/** What the journal of a killed run holds. */
export interface Recorded {
  readonly interactions: readonly Interaction[]
  readonly entries: readonly Entry[]
  /** Up to here, in bytes, the journal is whole. */
  readonly length: number
  /** The stamp of the cassette that it was saved to. The run may have been killed before or after it took its place. */
  readonly savedAs?: string
}

/** The name of the journal beside a cassette. */
export function partialOf(file: string): string {
  return `${file}.partial`
}

const ascii = new TextEncoder()
const head = ascii.encode('---\nversion: 2\ninteractions:\n')

/**
 * The interactions of a run, appended as they end: up to its last end mark it is a cassette that loads.
 *
 * The mark is a comment, `# end N`, where N is the place of the request in the order of requests.
 * A write that a kill cut short has no mark behind it: recovery stops there.
 */
export class Journal {
  readonly file: string
  readonly #appender: Appender
  #group: Group | undefined

  private constructor(file: string, appender: Appender) {
    this.file = file
    this.#appender = appender
  }

  /** Begins a journal. */
  static begin(store: Store, file: string): Journal {
    const appender = store.append(file, 0)
    appender.append((write) => write(head))
    return new Journal(file, appender)
  }

  /** Goes on with the journal of an earlier run, of which so many bytes are whole. */
  static resume(store: Store, file: string, length: number): Journal {
    if (length === 0) return Journal.begin(store, file)
    return new Journal(file, store.append(file, length))
  }

  /** Notes as which file all of it is about to stand in the cassette. */
  static noteSaved(store: Store, file: string, length: number, stamp: string): void {
    const appender = store.append(file, length)
    appender.append((write) => write(ascii.encode(`${savedMark}${stamp}\n`)))
    appender.close()
  }

  /** Appends an interaction. No death of this process can lose it once this returns. @throws CassetteStoreError */
  append(order: number, interaction: (write: WritePiece) => void): void {
    this.#appender.append(entryOf(order, interaction))
  }

  /** Takes an interaction that is to be written with others. @returns false where it was appended at once: it is large */
  gather(order: number, interaction: (write: WritePiece) => void): boolean {
    this.#group ??= new Group()
    const isTaken = this.#group.take(entryOf(order, interaction))
    if (!isTaken) this.append(order, interaction)
    return isTaken
  }

  /** Appends what was gathered. @throws CassetteStoreError */
  write(): void {
    this.#group?.writeTo(this.#appender)
  }

  close(): void {
    this.#appender.close()
  }
}

function entryOf(order: number, interaction: (write: WritePiece) => void): Emit {
  return (write) => {
    const sink = new ByteSink(write)
    interaction(sink.write)
    sink.write(markOf(order))
    sink.flush()
  }
}

const endMark = '\n# end '
const savedMark = '# saved '

/** Bytes that are had in parts. */
export type Parts = Pick<Reader, 'length' | 'read'>

/** Finds the whole interactions of a journal: what a kill cut short behind the last end mark is none. */
export function* entriesOf(journal: Parts): Generator<Entry> {
  let start = head.length
  for (;;) {
    const mark = find(journal, endMark, start)
    const lineEnd = mark === undefined ? undefined : find(journal, '\n', mark + 1)
    if (mark === undefined || lineEnd === undefined) return
    const line = journal.read(mark + endMark.length, lineEnd)
    yield { order: Number(Buffer.from(line).toString('latin1')), start, end: mark + 1 }
    start = lineEnd + 1
  }
}

const stepBytes = 65_536

/** Where a text begins in the bytes from `from` on. */
function find({ length, read }: Parts, text: string, from: number): number | undefined {
  for (let at = from; at < length; at += stepBytes) {
    // A text may lie across two steps.
    const bytes = read(at, Math.min(at + stepBytes + text.length - 1, length))
    const index = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text)
    if (index !== -1) return at + index
  }
  return undefined
}

/** Bytes in memory, in parts. */
function partsOf(bytes: Uint8Array): Parts {
  return { length: bytes.length, read: (from, to) => bytes.subarray(from, to) }
}

const windowBytes = 1_048_576

/** The same parts, read from the disk a window at a time: most of them lie one behind the other. */
export function windowed({ length, read }: Parts): Parts {
  let window: Uint8Array = new Uint8Array()
  let start = 0
  return {
    length,
    read(from, to) {
      if (from < start || to > start + window.length) {
        window = read(from, Math.min(Math.max(to, from + windowBytes), length))
        start = from
      }
      return window.subarray(from - start, to - start)
    },
  }
}

const savedLine = /^# saved (\S+)\n/

/**
 * Reads the journal of a killed run.
 *
 * @param file - What messages call it.
 * @throws CassetteFormatError where it is none.
 */
export function readJournal(bytes: Uint8Array, file: string): Recorded {
  const entries = [...entriesOf(partsOf(bytes))]
  const last = entries.at(-1)
  if (last === undefined) return { interactions: [], entries, length: 0 }
  const length = last.end + markOf(last.order).length
  const [, savedAs] = savedLine.exec(Buffer.from(bytes.subarray(length)).toString('latin1')) ?? []
  const read = parseCassette(bytes.subarray(0, length), { file })
  return { ...read, entries, length, ...(savedAs !== undefined && { savedAs }) }
}

/**
 * What a killed run has left beside a cassette: nothing where it had recorded nothing, or had saved it already.
 *
 * @param file - As the user named the cassette.
 */
export function readLeftOver(store: Store, realFile: string, file: string): Recorded | undefined {
  // Most often there is none: to look is much cheaper than to fail to read.
  if (store.stamp(partialOf(realFile)) === undefined) return undefined
  const journal = store.read(partialOf(realFile))
  const recorded = journal && readJournal(journal, partialOf(file))
  if (recorded === undefined || recorded.entries.length === 0) return undefined
  const isSaved = recorded.savedAs !== undefined && recorded.savedAs === store.stamp(realFile)
  return isSaved ? undefined : recorded
}

/** Reads one interaction of a journal. */
export function readEntry(emitted: Uint8Array): Interaction {
  const [interaction] = parseCassette(Buffer.concat([head, emitted])).interactions
  if (interaction === undefined) throw new TypeError('A journal entry holds no interaction.')
  return interaction
}

function markOf(order: number): string {
  return `# end ${order}\n`
}
