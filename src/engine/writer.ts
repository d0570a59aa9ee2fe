import { appendToCassette } from '../core/codec/append.ts'
import type { Dialect } from '../core/codec/dialect.ts'
import { emitInteraction } from '../core/codec/emit.ts'
import { CassetteStoreError } from '../core/errors.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { Journal, type Recorded, entriesOf, partialOf, readEntry } from './journal.ts'
import type { Lock } from './lock.ts'
import type { FileStamp, Store } from './store.ts'

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

  /** Appends an interaction. No death of this process can lose it once this returns. @throws CassetteStoreError */
  keep(order: number, interaction: Interaction): void {
    this.#keptCount += 1
    const place = this.#firstOrder + order
    const numbered = { ...interaction, id: this.#firstId + place }
    this.#journal ??= this.#begin()
    this.#journal.append(place, emitInteraction(numbered, this.#parts.dialect))
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
    const recorded = store.read(journal) ?? new Uint8Array()
    const before = existing ?? { version: 2, interactions: [] }
    const fresh = inOrder(recorded, this.#firstId, mending, dialect)
    store.replace(realFile, appendToCassette(before, fresh, dialect), {
      // A kill between here and the removal must not make the next run take the same interactions in again.
      isReady: (saved) => {
        if (saved !== undefined) Journal.noteSaved(store, journal, recorded.length, saved)
      },
    })
    store.remove(journal)
    if (this.#aside !== undefined) store.remove(this.#aside)
  }
}

/** The interactions of a journal in the order in which their requests were made, numbered from an id. */
function inOrder(
  journal: Uint8Array,
  firstId: number,
  { before, mend }: Mending,
  dialect: Dialect,
): Uint8Array[] {
  const entries = [...entriesOf(journal)].map(({ order, start, end }, index) => {
    const emitted = journal.subarray(start, end)
    return { order, emitted: index < before ? mended(emitted, mend, dialect) : emitted }
  })
  entries.sort((a, b) => a.order - b.order)
  return entries.map(({ emitted }, rank) => numbered(emitted, firstId + rank))
}

function mended(emitted: Uint8Array, mend: Mending['mend'], dialect: Dialect): Uint8Array {
  const interaction = readEntry(emitted)
  const result = mend(interaction)
  return result === interaction ? emitted : emitInteraction(result, dialect)
}

/** The same interaction with another id: it stands first in its first line. */
function numbered(emitted: Uint8Array, id: number): Uint8Array {
  const bytes = Buffer.from(emitted.buffer, emitted.byteOffset, emitted.length)
  const lineEnd = bytes.indexOf('\n')
  const line = bytes.toString('latin1', 0, lineEnd).replace(/\d+$/, String(id))
  return Buffer.concat([Buffer.from(line, 'latin1'), bytes.subarray(lineEnd)])
}

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
