import type { Bucket } from './bucket.ts'
import type { Normalised } from './normalise.ts'
import { agree, type Part } from './part.ts'
import { wild } from './wild.ts'

/**
 * The places that hold a placeholder which no rule would find again: they are compared as templates.
 *
 * Buckets are told apart by what is not wild in them (method, origin, path), one map for each set of wild pieces.
 */
export interface WildPlaces {
  readonly add: (bucket: Bucket) => void
  readonly find: (live: Normalised) => readonly Bucket[]
}

/** Makes the index of places that are templates. */
export function createWildPlaces(places: readonly Part[]): WildPlaces {
  const byMask = new Map<string, Map<string, Bucket[]>>()
  const piecesOf = (request: Normalised): readonly string[] =>
    places.flatMap((part) => part.pieces?.(request) ?? [String(part.key(request))])

  return {
    add: (bucket) => {
      const pieces = piecesOf(bucket.place)
      const mask = pieces.map((piece) => (piece.includes(wild) ? '*' : '.')).join('')
      const buckets = byMask.get(mask) ?? new Map<string, Bucket[]>()
      byMask.set(mask, buckets)
      const key = keyUnder(mask, pieces)
      buckets.set(key, [...(buckets.get(key) ?? []), bucket])
    },
    find: (live) => {
      if (byMask.size === 0) return []
      const pieces = piecesOf(live)
      return [...byMask]
        .flatMap(([mask, buckets]) => buckets.get(keyUnder(mask, pieces)) ?? [])
        .filter((bucket) => agree(places, live, bucket.place))
    },
  }
}

function keyUnder(mask: string, pieces: readonly string[]): string {
  return pieces.filter((_, index) => mask[index] === '.').join('\n')
}
