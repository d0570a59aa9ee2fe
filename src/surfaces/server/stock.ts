import type { Range } from '../../engine/tape.ts'
import { Origins } from './origins.ts'
import type { Shelf, Shelves, ShelvedCassette } from './shelf.ts'

/** The cassettes that a server plays at the moment. */
export class Stock {
  readonly #shelves: Shelves
  #shelf: Shelf
  #stamp: string
  #origins: Origins
  #byName: ReadonlyMap<string, readonly ShelvedCassette[]>

  /** @throws CassetteNotFoundError where a source holds no cassette; what is wrong with the only cassette. */
  constructor(shelves: Shelves) {
    this.#shelves = shelves
    this.#stamp = shelves.stamp()
    this.#shelf = shelves.fill()
    this.#origins = new Origins(this.#shelf.interactions)
    this.#byName = byName(this.#shelf)
  }

  get shelf(): Shelf {
    return this.#shelf
  }

  get origins(): Origins {
    return this.#origins
  }

  /** Where the interactions of a cassette stand; nothing where no cassette, or more than one, has the name. */
  rangeOf(name: string): Range | undefined {
    const named = this.#byName.get(name) ?? []
    return named.length === 1 ? named[0]?.range : undefined
  }

  /** Reads again what has changed. @returns whether anything had */
  refresh(): boolean {
    const stamp = this.#shelves.stamp()
    if (stamp === this.#stamp) return false
    this.#stamp = stamp
    this.#shelf = this.#shelves.fill()
    this.#origins = new Origins(this.#shelf.interactions)
    this.#byName = byName(this.#shelf)
    return true
  }
}

function byName({ cassettes }: Shelf): ReadonlyMap<string, readonly ShelvedCassette[]> {
  const found = new Map<string, ShelvedCassette[]>()
  for (const cassette of cassettes) {
    for (const name of cassette.names) {
      const known = found.get(name)
      if (known === undefined) found.set(name, [cassette])
      else known.push(cassette)
    }
  }
  return found
}
