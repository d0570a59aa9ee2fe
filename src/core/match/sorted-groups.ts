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
  /** Bodies that need no second reading, by the hash of their text. */
  readonly #known = new Map<number, KnownBody>()
  readonly #shelf: Shelf

  constructor(positions: Group, shelf: Shelf) {
    this.#shelf = shelf
    this.#templates = new Templates(shelf.details)
    for (const position of positions) this.add(position)
  }

  add(position: number): void {
    const { details, normalAt } = this.#shelf
    const recorded = normalAt(position)
    const text = textHash(recorded)
    const normal = this.#withKnownHash(recorded, text)
    const key = this.#keyOf(normal)
    if (text !== undefined && !this.#known.has(text)) {
      this.#known.set(text, { position, bodyHash: normal.bodyHash() })
    }
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
    const known = this.#withKnownHash(live, textHash(live))
    const keyed = this.#byKey.get(this.#keyOf(known)) ?? []
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
  #withKnownHash(request: Normalised, text: number | undefined): Normalised {
    const known = text === undefined ? undefined : this.#known.get(text)
    if (known === undefined) return request
    const { body } = this.#shelf.normalAt(known.position).request
    return body === request.request.body ? withBodyHash(request, known.bodyHash) : request
  }
}

/** A position that has a text as its body, and the hash of the body as it is compared. */
interface KnownBody {
  readonly position: number
  readonly bodyHash: number
}

function textHash({ request: { body } }: Normalised): number | undefined {
  return typeof body === 'string' && body !== '' ? hashText(body) : undefined
}
