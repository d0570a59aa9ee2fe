import { appendToCassette } from '../core/codec/append.ts'
import type { WritePiece } from '../core/codec/byte-sink.ts'
import type { Dialect } from '../core/codec/dialect.ts'
import { emitInteraction, writeInteraction } from '../core/codec/emit.ts'
import { CassetteStoreError } from '../core/errors.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import {
  Journal,
  type Parts,
  type Recorded,
  entriesOf,
  partialOf,
  readEntry,
  windowed,
} from './journal.ts'
import type { Lock } from './lock.ts'
import type { FileStamp, Store } from './disk.ts'

/** What a writer starts from. */
export interface WriterParts {
  readonly store: Store
  readonly lock: Lock
  /** As the user named it, for messages. */
  readonly file: string
  /** Behind symbolic links. */
  readonly realFile: string
  /** The file as it was loaded, to see at the end that nobody replaced it. */
  readonly stamp: FileStamp | undefined
  readonly dialect: Dialect
  /** What the new interactions are appended to; nothing where the run replaces the file. */
  readonly existing: Cassette | undefined
  /** What a killed run left, and this one goes on with. */
  readonly leftOver: Recorded | undefined
  /** Whether small interactions wait to be written together. @defaultValue false */
  readonly writesTogether?: boolean
}

/** What is still to be taken out of interactions that are in the journal already. */
export interface Mending {
  /** So many interactions, the first that were kept, may need it. */
  readonly before: number
  /** Gives back the very same interaction where there is nothing to mend. */
  readonly mend: (interaction: Interaction) => Interaction
}

/** Brings a run's interactions to the disk: each at once into the journal, all at the end into the cassette. */
export class Writer {
  readonly #parts: WriterParts
  readonly #firstOrder: number
  readonly #firstId: number
  #keptCount = 0
  #journal: Journal | undefined
  /** The journal of a killed run, moved aside: it goes once this run is saved. */
  #aside: string | undefined

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#firstOrder = 1 + highest((parts.leftOver?.entries ?? []).map(({ order }) => order))
    this.#firstId = 1 + highest((parts.existing?.interactions ?? []).map(({ id }) => id))
  }

  /** How many interactions are in the journal, those that a killed run left included. */
  get keptCount(): number {
    return this.#keptCount + (this.#parts.leftOver?.entries.length ?? 0)
  }

  /**
   * Appends an interaction.
   *
   * @returns whether it is in the journal: no death of this process can lose it then. Else it is after `write()`.
   * @throws CassetteStoreError
   */
  keep(order: number, interaction: Interaction): boolean {
    this.#keptCount += 1
    const place = this.#firstOrder + order
    const numbered = { ...interaction, id: this.#firstId + place }
    this.#journal ??= this.#begin()
    const emit = (write: WritePiece): void => writeInteraction(numbered, this.#parts.dialect, write)
    const mayWait = this.#parts.writesTogether === true && isSmall(interaction)
    if (mayWait && this.#journal.gather(place, emit)) return false
    if (!mayWait) this.#journal.append(place, emit)
    return true
  }

  /** Brings what waits into the journal. @throws CassetteStoreError */
  write(): void {
    this.#journal?.write()
  }

  /**
   * Saves the cassette, where there is something to save, and gives the lock back.
   *
   * @throws CassetteStoreError
   */
  finish(mending: Mending): void {
    try {
      this.#journal ??= this.#resume()
      this.#journal?.close()
      if (this.#journal !== undefined) this.#save(this.#journal.file, mending)
    } finally {
      this.#parts.lock.release()
    }
  }

  /** Leaves the cassette as it was, and forgets what this run recorded. */
  discard(): void {
    const { store, leftOver, realFile } = this.#parts
    this.giveUp()
    if (this.#journal === undefined) return
    if (leftOver === undefined) store.remove(this.#journal.file)
    else Journal.resume(store, this.#journal.file, leftOver.length).close()
    if (this.#aside !== undefined) store.rename(this.#aside, partialOf(realFile))
  }

  /** Leaves everything as it stands, for `wiretape recover`. */
  giveUp(): void {
    this.#journal?.close()
    this.#parts.lock.release()
  }

  #begin(): Journal {
    const { store, realFile } = this.#parts
    const resumed = this.#resume()
    if (resumed !== undefined) return resumed
    const partial = partialOf(realFile)
    if (store.stamp(partial) !== undefined) {
      this.#aside = `${partial}.${process.pid}.old`
      store.rename(partial, this.#aside)
    }
    return Journal.begin(store, partial)
  }

  #resume(): Journal | undefined {
    const { leftOver, store, realFile } = this.#parts
    return leftOver && Journal.resume(store, partialOf(realFile), leftOver.length)
  }

  #save(journal: string, mending: Mending): void {
    const { store, realFile, file, stamp, existing, dialect } = this.#parts
    if (store.stamp(realFile) !== stamp) throw replacedError(file, journal)
    const recorded = store.open(journal)
    try {
      const { length } = recorded
      const before = existing ?? { version: 2, interactions: [] }
      const fresh = inOrder(windowed(recorded), this.#firstId, mending, dialect)
      store.replace(realFile, appendToCassette(before, fresh, dialect), {
        // A kill between here and the removal must not make the next run take the same interactions in again.
        isReady: (saved) => {
          if (saved !== undefined) Journal.noteSaved(store, journal, length, saved)
        },
      })
    } finally {
      recorded.close()
    }
    store.remove(journal)
    if (this.#aside !== undefined) store.remove(this.#aside)
  }
}

const smallBody = 16_384

function isSmall({ request, response }: Interaction): boolean {
  return request.body.length < smallBody && response.body.length < smallBody
}

/** The interactions of a journal in the order in which their requests were made, numbered from an id. */
function* inOrder(
  journal: Parts,
  firstId: number,
  { before, mend }: Mending,
  dialect: Dialect,
): Generator<Uint8Array> {
  const entries = [...entriesOf(journal)].map((entry, index) => ({ ...entry, index }))
  entries.sort((a, b) => a.order - b.order)
  for (const [rank, { start, end, index }] of entries.entries()) {
    const emitted = journal.read(start, end)
    yield* numbered(index < before ? mended(emitted, mend, dialect) : emitted, firstId + rank)
  }
}

function mended(emitted: Uint8Array, mend: Mending['mend'], dialect: Dialect): Uint8Array {
  const interaction = readEntry(emitted)
  const result = mend(interaction)
  return result === interaction ? emitted : emitInteraction(result, dialect)
}

/** The same interaction with another id: it stands first in its first line. */
function* numbered(emitted: Uint8Array, id: number): Generator<Uint8Array> {
  const lineEnd = emitted.indexOf(lineFeed)
  const line = Buffer.from(emitted.subarray(0, lineEnd)).toString('latin1')
  yield Buffer.from(line.replace(/\d+$/, String(id)), 'latin1')
  yield emitted.subarray(lineEnd)
}

const lineFeed = 0x0a

function replacedError(file: string, journal: string): CassetteStoreError {
  return new CassetteStoreError(
    file,
    `${file} was changed by somebody else while it was being recorded to. It stays as they left it.\n` +
      `What was recorded stands in ${journal}: \`wiretape recover ${file}\` adds it.`,
  )
}

function highest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -1)
}
