import { hashText } from './hash.ts'
import { type Normalised, withBodyHash } from './normalise.ts'
import { agree, areTwins, type Part } from './part.ts'
import { Templates } from './templates.ts'

/**
 * Positions of interactions that nothing tells apart, in the order of the file.
 *
 * The same group is the same array each time, so that it may be the key of a cursor.
 */
export type Group = readonly number[]

/** What all buckets of an index share. */
export interface Shelf {
  /** What is compared besides method and URL. */
  readonly details: readonly Part[]
  /** The recorded request at a position as it is compared. */
  readonly normalAt: (position: number) => Normalised
}

/** The interactions of one place, told apart by what else is compared: by a hash first, then in full. */
export class SortedGroups {
  readonly #byKey = new Map<string | number, number[][]>()
  readonly #templates: Templates<number[]>
  /** Bodies that need no second reading: by the hash of their text, a position that has it. */
  readonly #known = new Map<number, number>()
  /** Normal hashes of bodies by position, of those in `#known`. */
  readonly #hashes = new Map<number, number>()
  readonly #shelf: Shelf

  constructor(positions: Group, shelf: Shelf) {
    this.#shelf = shelf
    this.#templates = new Templates(shelf.details)
    for (const position of positions) this.add(position)
  }

  add(position: number): void {
    const { details, normalAt } = this.#shelf
    const normal = this.#withKnownHash(normalAt(position))
    const key = this.#keyOf(normal)
    this.#remember(position, normal)
    const groups = this.#byKey.get(key)
    const twins = groups?.find((group) => areTwins(details, normalAt(group[0] as number), normal))
    if (twins !== undefined) {
      twins.push(position)
      return
    }
    const group = [position]
    if (groups === undefined) this.#byKey.set(key, [group])
    else groups.push(group)
    this.#templates.add(normal, group)
  }

  all(): readonly Group[] {
    return [...this.#byKey.values()].flat()
  }

  /** The groups that match a live request. */
  find(live: Normalised): readonly Group[] {
    const matches = (group: Group): boolean =>
      agree(this.#shelf.details, live, this.#shelf.normalAt(group[0] as number))
    const keyed = this.#byKey.get(this.#keyOf(this.#withKnownHash(live))) ?? []
    const wild = this.#templates.find(live).filter((group) => !keyed.includes(group))
    return [...keyed, ...wild].filter(matches)
  }

  #keyOf(request: Normalised): string | number {
    const { details } = this.#shelf
    const [only] = details
    if (only !== undefined && details.length === 1) return only.key(request)
    return details.map((part) => part.key(request)).join(' ')
  }

  /** A body whose very text was seen before needs no parsing. */
  #withKnownHash(request: Normalised): Normalised {
    const { body } = request.request
    if (typeof body !== 'string') return request
    const position = this.#known.get(hashText(body))
    if (position === undefined) return request
    if (this.#shelf.normalAt(position).request.body !== body) return request
    return withBodyHash(request, this.#hashes.get(position) as number)
  }

  #remember(position: number, normal: Normalised): void {
    const { body } = normal.request
    if (typeof body !== 'string' || body === '') return
    const text = hashText(body)
    if (this.#known.has(text)) return
    this.#known.set(text, position)
    this.#hashes.set(position, normal.bodyHash())
  }
}
