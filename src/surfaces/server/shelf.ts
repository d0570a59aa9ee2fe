import { relative } from 'node:path'
import { CassetteNotFoundError, WiretapeError } from '../../core/errors.ts'
import { parseGlob } from '../../core/glob.ts'
import type { Cassette, Interaction } from '../../core/model.ts'
import { findCassettes } from '../../engine/find-cassettes.ts'
import { readCassette } from '../../engine/read-cassette.ts'
import type { FileStamp, Store } from '../../engine/disk.ts'
import type { Range } from '../../engine/sequence.ts'

/** Where cassettes come from: a file, a folder, a pattern, or one that is loaded. */
export type CassetteSource = string | Cassette

/** One of the cassettes that a server plays. */
export interface ShelvedCassette {
  /** Its file, or what stands for it. */
  readonly file: string
  /** Its paths, by which a client may ask for it. */
  readonly paths: readonly string[]
  readonly interactions: readonly Interaction[]
  /** Where its interactions stand in the sequence of all. */
  readonly range: Range
}

/** The cassettes that a server plays: one sequence, in the order of their sources and then of their paths. */
export interface Shelf {
  readonly cassettes: readonly ShelvedCassette[]
  readonly interactions: readonly Interaction[]
  /** Why other files cannot be played. */
  readonly broken: readonly Error[]
}

interface ReadFile {
  readonly stamp: FileStamp | undefined
  readonly cassette: Cassette
}

/** Fills shelves; files that did not change are not read again. */
export class Shelves {
  readonly #store: Store
  readonly #sources: readonly CassetteSource[]
  #read: ReadonlyMap<string, ReadFile> = new Map()

  constructor(store: Store, sources: readonly CassetteSource[]) {
    this.#store = store
    this.#sources = sources
  }

  /**
   * Reads what is there. A file that is no cassette does not keep the others from being played.
   *
   * @throws CassetteNotFoundError where a source holds no cassette; what is wrong with the only cassette.
   */
  fill(): Shelf {
    const filling = new Filling()
    const read = new Map<string, ReadFile>()
    for (const source of this.#sources) {
      if (typeof source !== 'string') {
        filling.put('in memory', [], source)
        continue
      }
      const { files, root } = this.#find(source)
      for (const file of files.filter((one) => !read.has(one))) {
        const entry = filling.attempt(() => this.#load(file))
        if (entry === undefined) continue
        read.set(file, entry)
        filling.put(file, pathsOf(file, root), entry.cassette)
      }
    }
    this.#read = read
    return filling.shelf()
  }

  /** What tells whether a shelf that was filled now would be another one. */
  stamp(): string {
    const files = this.#sources.flatMap((source) =>
      typeof source === 'string' ? this.#find(source).files : [],
    )
    return files.map((file) => `${file} ${this.#store.stamp(file) ?? ''}`).join('\n')
  }

  #load(file: string): ReadFile {
    const stamp = this.#store.stamp(file)
    const known = this.#read.get(file)
    if (known !== undefined && known.stamp === stamp) return known
    return { stamp, cassette: readCassette(this.#store, file) }
  }

  #find(source: string): { readonly files: readonly string[]; readonly root: string } {
    const isFolder = this.#store.list(source) !== undefined
    const isThere = isFolder || this.#store.stamp(source) !== undefined
    const glob = isThere ? undefined : parseGlob(source)
    const root = glob?.folder ?? (isFolder ? source : '')
    const { files } = findCassettes(this.#store, [glob === undefined ? source : root || '.'])
    const meant = glob === undefined ? files : files.filter(glob.matches)
    if (meant.length === 0) throw nothingIn(source)
    return { files: meant, root }
  }
}

/** A shelf that is being filled. */
class Filling implements Shelf {
  readonly cassettes: ShelvedCassette[] = []
  readonly interactions: Interaction[] = []
  readonly broken: Error[] = []

  put(file: string, paths: readonly string[], { interactions }: Cassette): void {
    const from = this.interactions.length
    for (const interaction of interactions) this.interactions.push(interaction)
    const range = { from, to: this.interactions.length }
    this.cassettes.push({ file, paths, interactions, range })
  }

  /** @throws CassetteNotFoundError, for a file that was named is meant to be there */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof WiretapeError) || error instanceof CassetteNotFoundError) throw error
      this.broken.push(error)
      return undefined
    }
  }

  shelf(): Shelf {
    const [first] = this.broken
    if (this.cassettes.length === 0 && first !== undefined) throw first
    return this
  }
}

/** From where it was found and from here: `answers/streams.yaml` and `cassettes/answers/streams.yaml`. */
function pathsOf(file: string, root: string): readonly string[] {
  return root === '' ? [file] : [relative(root, file), file]
}

function nothingIn(source: string): CassetteNotFoundError {
  return new CassetteNotFoundError(
    source,
    `There are no cassettes in ${source}: no files that end in .yaml or .yml.\n` +
      'Record one: `wiretape record -c FILE --upstream URL`.',
  )
}
