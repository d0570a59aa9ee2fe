import { Bucket } from './bucket.ts'
import { type Key, KeyMap } from './key-map.ts'
import type { Normalised } from './normalise.ts'
import { agree, type Part } from './part.ts'
import type { Shelf } from './sorted-groups.ts'
import { Templates } from './templates.ts'

/** The first level of the index: buckets of interactions by what method and URL alone tell. */
export interface Places {
  readonly add: (position: number) => void
  /** The bucket of a live request, then those that match it as templates. */
  readonly find: (live: Normalised) => readonly Bucket[]
  /** All of them, in the order in which the file has them. */
  readonly all: () => readonly Bucket[]
}

/** Makes the first level of the index. */
export function createPlaces(
  parts: readonly Part[],
  normalAt: (position: number) => Normalised,
): Places {
  const places = parts.filter((part) => part.isPlace)
  const shelf: Shelf = { details: parts.filter((part) => !part.isPlace), normalAt }
  const buckets = new KeyMap<Bucket>()
  const all: Bucket[] = []
  const templates = new Templates<Bucket>(places)
  // Where no part tells places apart, there is one.
  const keysOf = (request: Normalised): readonly Key[] =>
    places.length === 0 ? [''] : places.map((part) => part.key(request))

  const create = (position: number, normal: Normalised): Bucket => {
    const bucket = new Bucket(position, shelf)
    all.push(bucket)
    templates.add(normal, bucket)
    return bucket
  }

  return {
    add: (position) => {
      const normal = normalAt(position)
      const keys = keysOf(normal)
      const known = buckets.get(keys)
      if (known === undefined) buckets.set(keys, create(position, normal))
      else known.add(position)
    },
    find: (live) => {
      const exact = buckets.get(keysOf(live))
      const wild = templates
        .find(live)
        .filter((bucket) => bucket !== exact && agree(places, live, bucket.place))
      return exact === undefined ? wild : [exact, ...wild]
    },
    all: () => all,
  }
}
