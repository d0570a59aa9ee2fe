import type { Body } from '../../body.ts'
import type { Interaction } from '../../model.ts'
import type { Bucket } from '../bucket.ts'
import type { Difference } from '../difference.ts'
import { distanceOf } from './distance.ts'
import type { InteractionIndex } from '../interaction-index.ts'
import type { Comparable, Normalised } from '../normalise.ts'
import { differencesIn } from '../part.ts'
import type { Group } from '../sorted-groups.ts'
import { unlikenessOf } from './unlikeness.ts'

/** An interaction that almost matches. */
export interface Near {
  readonly position: number
  readonly isPlayed: boolean
  /** 1,000 at most. */
  readonly differences: readonly Difference[]
}

const mostDifferences = 1_000
const mostUrlsCompared = 256
const mostBuckets = 64
const mostGlances = 10_000
const mostCompared = 12
/** So many characters of recorded bodies are glanced at, and so many compared in full. */
const glanceBudget = 4_000_000
const compareBudget = 2_000_000

/**
 * The interactions nearest to a request that was refused, the nearest first.
 *
 * A glance at the URLs chooses among all of them, URLs and a glance at the bodies among those; only a few are compared
 * in full.
 */
export function nearestTo(
  request: Comparable,
  index: InteractionIndex,
  { isPlayed, mayGet = always }: Standing,
): readonly Near[] {
  const live = index.matcher.normalise(request)
  return likeliest(request.body, nearPlaces(live, index, { isPlayed, mayGet }), index)
    .map((position) => ({
      position,
      isPlayed: isPlayed(position),
      differences: index.matcher.compare(live, index.normalAt(position), mostDifferences),
    }))
    .map((near) => ({ near, distance: distanceOf(near.differences) }))
    .sort((a, b) => a.distance - b.distance || Number(a.near.isPlayed) - Number(b.near.isPlayed))
    .map(({ near }) => near)
}

/** How the interactions stand to a request. */
export interface Standing {
  readonly isPlayed: (position: number) => boolean
  /** Whether the request may get an interaction at all. By default, it may get each. */
  readonly mayGet?: (position: number) => boolean
}

function always(): boolean {
  return true
}

/** A position and how far off its method and URL are. */
interface Placed {
  readonly position: number
  readonly distance: number
}

function nearPlaces(
  live: Normalised,
  index: InteractionIndex,
  standing: Required<Standing>,
): readonly Placed[] {
  const places = index.matcher.parts.filter((part) => part.isPlace)
  return likelyBuckets(live.request, index)
    .map((bucket) => {
      const differences = differencesIn(places, live, bucket.place, mostDifferences)
      return { bucket, distance: distanceOf(differences) }
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostBuckets)
    .flatMap(({ bucket, distance }) =>
      bucket
        .groups()
        .map((group) => nextOf(group.filter(standing.mayGet), standing))
        .filter((position) => position !== undefined)
        .map((position) => ({ position, distance })),
    )
}

/** The buckets whose URL looks most like the request's. */
function likelyBuckets({ method, url }: Comparable, index: InteractionIndex): readonly Bucket[] {
  const buckets = index.buckets()
  if (buckets.length <= mostUrlsCompared) return buckets
  return buckets
    .map((bucket) => {
      const { request } = index.interactions[bucket.all[0] as number] as Interaction
      return { bucket, score: unlikenessOf(url, request.url) + Number(method !== request.method) }
    })
    .sort((a, b) => a.score - b.score)
    .slice(0, mostUrlsCompared)
    .map(({ bucket }) => bucket)
}

function nextOf(group: Group, { isPlayed }: Standing): number | undefined {
  return group.find((position) => !isPlayed(position)) ?? group[0]
}

/** The positions worth comparing in full. */
function likeliest(
  body: Body | undefined,
  placed: readonly Placed[],
  index: InteractionIndex,
): readonly number[] {
  const readsBody = index.matcher.parts.some(({ isPlace }) => !isPlace)
  let left = readsBody ? glanceBudget : 0
  const scored = placed.slice(0, mostGlances).map(({ position, distance }) => {
    if (left <= 0) return { position, score: distance }
    const recorded = bodyAt(position, index)
    left -= recorded.length
    return { position, score: distance + unlikenessOf(body, recorded) }
  })
  scored.sort((a, b) => a.score - b.score)
  return withinBudget(
    scored.slice(0, mostCompared).map(({ position }) => position),
    index,
  )
}

function withinBudget(positions: readonly number[], index: InteractionIndex): readonly number[] {
  let left = compareBudget
  return positions.filter((position, rank) => {
    left -= bodyAt(position, index).length
    return rank === 0 || left > 0
  })
}

function bodyAt(position: number, index: InteractionIndex): Body {
  return (index.interactions[position] as Interaction).request.body
}
