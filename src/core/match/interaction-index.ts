import type { Interaction } from '../model.ts'
import type { Bucket } from './bucket.ts'
import { ask, type Matcher } from './matcher.ts'
import type { Comparable, Normalised } from './normalise.ts'
import { agree } from './part.ts'
import { createPlaces, type Places } from './places.ts'
import type { Group } from './sorted-groups.ts'

/** The interactions that match a live request. */
export interface Candidates {
  /**
   * Groups of positions, each in the order of the file; a group is the same array each time.
   * The first in the order of the file is the lowest of what the groups hold.
   */
  readonly groups: readonly Group[]
  /** Whether a position in a group does match: asks the functions in `matchOn`, where there are any. */
  readonly accepts: (position: number) => boolean
}

/** Finds what matches a request with one hash look-up, however many interactions there are. */
export interface InteractionIndex {
  readonly candidates: (request: Comparable) => Candidates
  /** Adds an interaction after all others, and gives its position. */
  readonly add: (interaction: Interaction) => number
  readonly matcher: Matcher
  readonly interactions: readonly Interaction[]
  /** The recorded request at a position as it is compared. */
  readonly normalAt: (position: number) => Normalised
  /** All places, in the order in which the file has them. */
  readonly buckets: () => readonly Bucket[]
}

/**
 * Makes the index of a cassette.
 *
 * Nothing is looked at before the first request, then only methods and URLs, and bodies when a request asks for their URL.
 */
export function createIndex(
  interactions: readonly Interaction[],
  matcher: Matcher,
): InteractionIndex {
  const all = [...interactions]
  const normalAt = remembering((position) =>
    matcher.normalise((all[position] as Interaction).request),
  )
  let made: Places | undefined
  const places = (): Places => {
    if (made !== undefined) return made
    made = createPlaces(matcher.parts, normalAt)
    for (const position of all.keys()) made.add(position)
    return made
  }
  return {
    candidates: (request) => {
      const live = matcher.normalise(request)
      const buckets = places().find(live)
      return {
        groups: buckets.flatMap((bucket) => bucket.find(live)),
        accepts: acceptor(matcher, live, normalAt),
      }
    },
    add: (interaction) => {
      const position = all.push(interaction) - 1
      made?.add(position)
      return position
    },
    matcher,
    interactions: all,
    normalAt,
    buckets: () => places().all(),
  }
}

/** What is left to ask of each candidate: the functions, and everything but the body where that was not read. */
function acceptor(
  matcher: Matcher,
  live: Normalised,
  normalAt: (position: number) => Normalised,
): Candidates['accepts'] {
  const isUnread = live.request.body === undefined
  if (!isUnread && matcher.functions.length === 0) return always
  return (position) => {
    const recorded = normalAt(position)
    if (isUnread && !agree(matcher.parts, live, recorded)) return false
    return matcher.functions.every(
      (matches) => ask(matches, live.request, recorded.request).length === 0,
    )
  }
}

function always(): boolean {
  return true
}

function remembering(
  normalise: (position: number) => Normalised,
): (position: number) => Normalised {
  const known = new Map<number, Normalised>()
  return (position) => {
    const remembered = known.get(position)
    if (remembered !== undefined) return remembered
    if (known.size >= 256) known.clear()
    const normal = normalise(position)
    known.set(position, normal)
    return normal
  }
}
