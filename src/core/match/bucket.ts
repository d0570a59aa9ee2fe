import type { Normalised } from './normalise.ts'
import { agree } from './part.ts'
import { type Group, type Shelf, SortedGroups } from './sorted-groups.ts'

/**
 * The interactions of one place (method and URL, say).
 *
 * Most hold one interaction, so it is small; bodies are not looked at before a request asks for the place.
 */
export class Bucket {
  /** All positions, in the order of the file. */
  readonly all: Group
  readonly #all: number[]
  readonly #shelf: Shelf
  #sorted: SortedGroups | undefined

  constructor(first: number, shelf: Shelf) {
    this.#all = [first]
    this.all = this.#all
    this.#shelf = shelf
  }

  /** What its interactions have in common, as the first of them has it. */
  get place(): Normalised {
    return this.#shelf.normalAt(this.#all[0] as number)
  }

  add(position: number): void {
    this.#all.push(position)
    this.#sorted?.add(position)
  }

  /** All groups, or every interaction by itself where no request has asked for them yet. */
  groups(): readonly Group[] {
    return this.#sorted?.all() ?? this.#all.map((position) => [position])
  }

  /** The groups that match a live request of this place. One whose body was not read may match all. */
  find(live: Normalised): readonly Group[] {
    const { details } = this.#shelf
    if (details.length === 0 || live.request.body === undefined) return [this.all]
    if (this.#all.length === 1) return agree(details, live, this.place) ? [this.all] : []
    this.#sorted ??= new SortedGroups(this.#all, this.#shelf)
    return this.#sorted.find(live)
  }
}
