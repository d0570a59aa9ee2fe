import { requestLineOf, requestPartsOf } from '../codec/origin.ts'
import type { Interaction } from '../model.ts'
import type { Bucket } from './bucket.ts'
import { ask, type Matcher } from './matcher.ts'
import type { Comparable, Normalised } from './normalise.ts'
import { agree } from './part.ts'
import { Places } from './places.ts'
import { Preference } from './preference.ts'
import { RecentRequests } from './recent-requests.ts'
import type { Group } from './sorted-groups.ts'

/** The interactions that match a live request. */
export interface Candidates {
  /**
   * Groups of positions, each in the order of the file; a group of several is the same array each time.
   * The first in the order of the file is the lowest of what the groups hold.
   */
  readonly groups: readonly Group[]
  /** The parts of them that come first, wherever they stand in the file: those with the very secrets of the request. */
  readonly preferred: readonly Group[]
  /** Whether a position in a group does match: asks the functions in `matchOn`, where there are any. */
  readonly accepts: (position: number) => boolean
}

/** A recorded request as it is compared: it may be kept as it was sent. */
export type AsCompared = (recorded: Comparable) => Comparable

/** Makes the index of a cassette. */
export function createIndex(
  interactions: readonly Interaction[],
  matcher: Matcher,
  asCompared: AsCompared = asKept,
): InteractionIndex {
  return new InteractionIndex(interactions, matcher, asCompared)
}

/**
 * Finds what matches a request with one look-up, however many interactions there are.
 *
 * Nothing is looked at before the first request, then only methods and URLs, and bodies when a request asks for their URL.
 */
export class InteractionIndex {
  readonly matcher: Matcher
  readonly interactions: readonly Interaction[]
  readonly #interactions: Interaction[]
  readonly #recent: RecentRequests
  readonly #preference: Preference
  #places: Places | undefined

  constructor(interactions: readonly Interaction[], matcher: Matcher, asCompared: AsCompared) {
    this.matcher = matcher
    this.#interactions = [...interactions]
    this.interactions = this.#interactions
    const partsOf = looksAtAll(matcher) ? requestOf : requestPartsOf
    this.newNormalAt = (position) =>
      matcher.normalise(asCompared(partsOf(this.interactions[position] as Interaction)))
    this.#recent = new RecentRequests(this.newNormalAt)
    this.#preference = new Preference(matcher.seeing, this.normalAt)
  }

  candidates(request: Comparable): Candidates {
    const live = this.matcher.normalise(request)
    const buckets = this.#ready().find(live)
    const [only] = buckets
    const isOne = only !== undefined && buckets.length === 1
    const groups = isOne ? only.find(live) : buckets.flatMap((bucket) => bucket.find(live))
    return {
      groups,
      preferred: this.#preference.among(groups, live),
      accepts: this.#acceptor(live),
    }
  }

  /** Adds an interaction after all others, and gives its position. */
  add(interaction: Interaction): number {
    const position = this.#interactions.push(interaction) - 1
    this.#places?.add(position, requestLineOf(interaction))
    return position
  }

  /** All places, in the order in which the file has them. */
  buckets(): readonly Bucket[] {
    return this.#ready().all
  }

  /** The recorded request at a position as it is compared, made anew. */
  readonly newNormalAt: (position: number) => Normalised

  /** The recorded request at a position as it is compared. */
  readonly normalAt = (position: number): Normalised => this.#recent.at(position)

  #ready(): Places {
    if (this.#places !== undefined) return this.#places
    const places = new Places(this.matcher, this)
    const { interactions } = this
    for (let position = 0; position < interactions.length; position++) {
      places.add(position, requestLineOf(interactions[position] as Interaction))
    }
    this.#places = places
    return places
  }

  /** What is left to ask of each candidate: the functions, and everything but the body where that was not read. */
  #acceptor(live: Normalised): Candidates['accepts'] {
    const { parts, functions } = this.matcher
    const isUnread = live.request.body === undefined
    if (!isUnread && functions.length === 0) return always
    return (position) => {
      const recorded = this.normalAt(position)
      if (isUnread && !agree(parts, live, recorded)) return false
      return functions.every((matches) => ask(matches, live.request, recorded.request).length === 0)
    }
  }
}

// More than the usual parts: go-vcr's matcher, and functions, which may read whatever they like.
function looksAtAll({ options, functions }: Matcher): boolean {
  return options.matchOn === 'go-vcr' || functions.length > 0
}

function requestOf({ request }: Interaction): Comparable {
  return request
}

function asKept(recorded: Comparable): Comparable {
  return recorded
}

function always(): boolean {
  return true
}
