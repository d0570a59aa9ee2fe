import { sampleText } from './hash.ts'
import { type KnownBody, type Normalised, withKnownBody } from './normalise.ts'
import { agree, areTwins, type Part } from './part.ts'
import { Templates } from './templates.ts'

/**
 * Positions of interactions that nothing tells apart, in the order of the file.
 *
 * A group of several is the same array each time, so that it may be the key of a cursor.
 */
export type Group = readonly number[]

/** What all buckets of an index share. */
export interface Shelf {
  /** What is compared besides method and URL. */
  readonly details: readonly Part[]
  /** The recorded request at a position as it is compared. */
  readonly normalAt: (position: number) => Normalised
  /** The same, made anew: what is looked at once should not take the place of what is looked at often. */
  readonly newNormalAt: (position: number) => Normalised
}

/** The interactions of one place, told apart by what else is compared: by a hash first, then in full. */
export class SortedGroups {
  readonly #byKey = new Map<string | number, number[][]>()
  readonly #templates: Templates<number[]>
  /** Bodies that need no second reading, by a sample of their text. */
  readonly #known = new Map<number, KnownText>()
  readonly #shelf: Shelf

  constructor(positions: Group, shelf: Shelf) {
    this.#shelf = shelf
    this.#templates = new Templates(shelf.details)
    for (const position of positions) this.add(position)
  }

  add(position: number): void {
    const recorded = this.#shelf.newNormalAt(position)
    const text = textSample(recorded)
    const known = this.#knownText(recorded, text)
    const group =
      known === undefined ? this.#groupOf(recorded) : this.#knownGroupOf(recorded, known)
    group.push(position)
    if (group.length === 1) this.#templates.add(recorded, group)
    if (known === undefined && text !== undefined) {
      const { hash, kind } = recorded.body()
      const isSure = kind === 'json' || kind === 'multipart'
      this.#known.set(text, { position, group, hash, kind: isSure ? kind : undefined })
    }
  }

  all(): readonly Group[] {
    return [...this.#byKey.values()].flat()
  }

  /** The groups that match a live request. */
  find(live: Normalised): readonly Group[] {
    const matches = (group: Group): boolean =>
      agree(this.#shelf.details, live, this.#shelf.normalAt(group[0] as number))
    const known = this.#knownText(live, textSample(live))
    const key = this.#keyOf(known === undefined ? live : withKnownBody(live, known))
    const keyed = this.#byKey.get(key) ?? []
    const wild = this.#templates.find(live).filter((group) => !keyed.includes(group))
    return [...keyed, ...wild].filter(matches)
  }

  /** The group of a recorded request whose text was seen before: most often that of the very text. */
  #knownGroupOf(recorded: Normalised, known: KnownText): number[] {
    const { details, normalAt } = this.#shelf
    if (known.kind !== undefined && details.every(isOfBody)) return known.group
    const seen = withKnownBody(normalAt(known.position), known)
    const normal = withKnownBody(recorded, known)
    return areTwins(details, seen, normal) ? known.group : this.#groupOf(normal)
  }

  /** The group of a recorded request. An empty one where it is the first of its kind. */
  #groupOf(recorded: Normalised): number[] {
    const { details, normalAt } = this.#shelf
    const key = this.#keyOf(recorded)
    const groups = this.#byKey.get(key)
    const twins = groups?.find((group) => areTwins(details, normalAt(group[0] as number), recorded))
    if (twins !== undefined) return twins
    const group: number[] = []
    if (groups === undefined) this.#byKey.set(key, [group])
    else groups.push(group)
    return group
  }

  #keyOf(request: Normalised): string | number {
    const { details } = this.#shelf
    const [only] = details
    if (only !== undefined && details.length === 1) return only.key(request)
    return details.map((part) => part.key(request)).join(' ')
  }

  /** A body whose very text was seen before needs no parsing. */
  #knownText({ request }: Normalised, text: number | undefined): KnownText | undefined {
    const known = text === undefined ? undefined : this.#known.get(text)
    if (known === undefined) return undefined
    return this.#shelf.normalAt(known.position).request.body === request.body ? known : undefined
  }
}

/** A text that is the body at a position, and the group of that. */
interface KnownText extends KnownBody {
  readonly position: number
  readonly group: number[]
}

function isOfBody(part: Part): boolean {
  return part.isOfBody === true
}

function textSample({ request: { body } }: Normalised): number | undefined {
  return typeof body === 'string' && body !== '' ? sampleText(body) : undefined
}
