import { type Bucket, createBucket } from './bucket.ts'
import type { Normalised } from './normalise.ts'
import type { Part } from './part.ts'
import { createWildPlaces } from './wild-places.ts'

/** The first level of the index: buckets of interactions by what method and URL alone tell. */
export interface Places {
  readonly add: (position: number) => void
  /** The bucket of a live request, then those that match it as templates. */
  readonly find: (live: Normalised) => readonly Bucket[]
  /** All of them, in the order in which the file has them. */
  readonly all: () => Iterable<Bucket>
}

/** Makes the first level of the index. */
export function createPlaces(
  parts: readonly Part[],
  normalAt: (position: number) => Normalised,
): Places {
  const places = parts.filter((part) => part.isPlace)
  const details = parts.filter((part) => !part.isPlace)
  const buckets = new Map<string, Bucket>()
  const wildPlaces = createWildPlaces(places)
  const keyOf = (request: Normalised): string => places.map((part) => part.key(request)).join('\n')

  const create = (key: string, position: number, normal: Normalised): void => {
    const bucket = createBucket(position, details, normalAt)
    buckets.set(key, bucket)
    if (places.some((part) => part.isWild(normal))) wildPlaces.add(bucket)
  }

  return {
    add: (position) => {
      const normal = normalAt(position)
      const key = keyOf(normal)
      const known = buckets.get(key)
      if (known === undefined) create(key, position, normal)
      else known.add(position)
    },
    find: (live) => {
      const exact = buckets.get(keyOf(live))
      const wild = wildPlaces.find(live)
      if (exact === undefined) return wild
      return wild.length === 0 ? [exact] : [exact, ...wild.filter((bucket) => bucket !== exact)]
    },
    all: () => buckets.values(),
  }
}
