import type { Normalised } from './normalise.ts'
import { agree } from './part.ts'
import { type Group, type Shelf, SortedGroups } from './sorted-groups.ts'

/**
 * The interactions of one place (method and URL, say).
 *
 * Most hold one interaction, so it is small; bodies are not looked at before a request asks for the place.
 */
export class Bucket {
  readonly #first: number
  readonly #shelf: Shelf
  /** All positions, once there are several. */
  #several: number[] | undefined
  #sorted: SortedGroups | undefined

  constructor(first: number, shelf: Shelf) {
    this.#first = first
    this.#shelf = shelf
  }

  /** All positions, in the order of the file. */
  get all(): Group {
    return this.#several ?? [this.#first]
  }

  /** What its interactions have in common, as the first of them has it. */
  get place(): Normalised {
    return this.#shelf.normalAt(this.#first)
  }

  add(position: number): void {
    this.#several ??= [this.#first]
    this.#several.push(position)
    this.#sorted?.add(position)
  }

  /** All groups, or every interaction by itself where no request has asked for them yet. */
  groups(): readonly Group[] {
    return this.#sorted?.all() ?? this.all.map((position) => [position])
  }

  /** The groups that match a live request of this place. One whose body was not read may match all. */
  find(live: Normalised): readonly Group[] {
    const { details } = this.#shelf
    if (details.length === 0 || live.request.body === undefined) return [this.all]
    if (this.#several === undefined) return agree(details, live, this.place) ? [this.all] : []
    this.#sorted ??= new SortedGroups(this.#several, this.#shelf)
    return this.#sorted.find(live)
  }
}
