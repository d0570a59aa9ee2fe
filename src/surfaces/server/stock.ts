import { basename } from 'node:path'
import type { Range } from '../../engine/sequence.ts'
import { Origins } from './origins.ts'
import type { Shelf, Shelves, ShelvedCassette } from './shelf.ts'

/** The cassettes that a server plays at the moment. */
export class Stock {
  readonly #shelves: Shelves
  #shelf: Shelf
  #stamp: string
  #origins: Origins
  #names: Names

  /** @throws CassetteNotFoundError where a source holds no cassette; what is wrong with the only cassette. */
  constructor(shelves: Shelves) {
    this.#shelves = shelves
    this.#stamp = shelves.stamp()
    this.#shelf = shelves.fill()
    this.#origins = new Origins(this.#shelf.interactions)
    this.#names = namesOf(this.#shelf)
  }

  get shelf(): Shelf {
    return this.#shelf
  }

  get origins(): Origins {
    return this.#origins
  }

  /** Where the interactions of a cassette stand; nothing where no cassette, or more than one, has the name. */
  rangeOf(name: string): Range | undefined {
    const { whole, short } = this.#names
    const named = whole.get(name) ?? short.get(name) ?? []
    return named.length === 1 ? named[0]?.range : undefined
  }

  /** Reads again what has changed. @returns whether anything had */
  refresh(): boolean {
    const stamp = this.#shelves.stamp()
    if (stamp === this.#stamp) return false
    this.#stamp = stamp
    this.#shelf = this.#shelves.fill()
    this.#origins = new Origins(this.#shelf.interactions)
    this.#names = namesOf(this.#shelf)
    return true
  }
}

interface Names {
  /** By their paths. */
  readonly whole: ReadonlyMap<string, readonly ShelvedCassette[]>
  /** By the last part of them. */
  readonly short: ReadonlyMap<string, readonly ShelvedCassette[]>
}

/** All without their extension, too. */
function namesOf({ cassettes }: Shelf): Names {
  const whole = new Map<string, ShelvedCassette[]>()
  const short = new Map<string, ShelvedCassette[]>()
  for (const cassette of cassettes) {
    const bare = cassette.paths.map((path) => path.replace(/\.ya?ml$/i, ''))
    for (const name of new Set([...cassette.paths, ...bare])) add(whole, name, cassette)
    const last = [...cassette.paths, ...bare].map((path) => basename(path))
    for (const name of new Set(last)) add(short, name, cassette)
  }
  return { whole, short }
}

function add<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const known = lists.get(key)
  if (known === undefined) lists.set(key, [value])
  else known.push(value)
}
