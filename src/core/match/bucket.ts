import type { RequestLine } from '../codec/origin.ts'
import type { Normalised } from './normalise.ts'
import { agree } from './part.ts'
import { type Group, type Shelf, SortedGroups } from './sorted-groups.ts'

/**
 * The interactions of one place (method and URL, say).
 *
 * Most hold one interaction, so it is small; bodies are not looked at before a request asks for the place.
 */
export class Bucket {
  /** That of the place which came up next in the file. */
  next: Bucket | undefined
  readonly #first: number
  readonly #method: string
  readonly #url: string
  readonly #shelf: Shelf
  /** All positions, once there are several. */
  #several: number[] | undefined
  #sorted: SortedGroups | undefined

  /** @param line - What its first interaction asks for, as it was recorded. */
  constructor(first: number, { method, url }: RequestLine, shelf: Shelf) {
    this.#first = first
    this.#method = method
    this.#url = url
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

  /** Whether its first interaction asks for just that. */
  isOf({ method, url }: RequestLine): boolean {
    return this.#url === url && this.#method === method
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
