import { type InteractionIndex, createIndex } from '../core/match/interaction-index.ts'
import type { Matcher } from '../core/match/matcher.ts'
import type { Interaction } from '../core/model.ts'
import type { HttpRequest } from './http-request.ts'
import type { Repeats } from './options.ts'

/** The interactions of a cassette and which of them were played: gives each request the one that is its turn. */
export class Tape {
  readonly interactions: readonly Interaction[]
  readonly index: InteractionIndex
  readonly #repeats: Repeats
  readonly #played = new Set<number>()
  /** How far the interactions of a group have been played: the look-up does not walk over them again. */
  readonly #cursors = new WeakMap<readonly number[], number>()

  constructor(interactions: readonly Interaction[], matcher: Matcher, repeats: Repeats) {
    this.interactions = interactions
    this.index = createIndex(interactions, matcher)
    this.#repeats = repeats
  }

  /** The interaction that a request gets, which then counts as played; nothing where it is a miss. */
  claim(request: HttpRequest): Interaction | undefined {
    const found = this.#next(request)
    if (found === undefined) return undefined
    this.#played.add(found)
    return this.interactions[found]
  }

  /** The first interaction that matches a request, played or not. */
  find(request: HttpRequest): Interaction | undefined {
    const { groups, accepts } = this.index.candidates(request)
    const found = lowest(groups.map((group) => group.find(accepts)))
    return found === undefined ? undefined : this.interactions[found]
  }

  isPlayed(position: number): boolean {
    return this.#played.has(position)
  }

  get playedCount(): number {
    return this.#played.size
  }

  /** The interactions that were never played, in the order of the file. */
  get unused(): readonly Interaction[] {
    return this.interactions.filter((_, position) => !this.#played.has(position))
  }

  #next(request: HttpRequest): number | undefined {
    const { preferred, groups, accepts } = this.index.candidates(request)
    const meant = this.#choose(preferred, accepts)
    return meant ?? this.#choose(groups, accepts)
  }

  #choose(
    groups: readonly (readonly number[])[],
    accepts: (position: number) => boolean,
  ): number | undefined {
    if (this.#repeats === 'any') return lowest(groups.map((group) => group.find(accepts)))
    const next = lowest(groups.map((group) => this.#nextUnplayed(group, accepts)))
    if (next !== undefined || this.#repeats === 'once') return next
    return highest(groups.map((group) => group.findLast(accepts)))
  }

  #nextUnplayed(
    group: readonly number[],
    accepts: (position: number) => boolean,
  ): number | undefined {
    let cursor = this.#cursors.get(group) ?? 0
    while (cursor < group.length && this.#played.has(group[cursor] as number)) cursor += 1
    this.#cursors.set(group, cursor)
    for (let index = cursor; index < group.length; index++) {
      const position = group[index] as number
      if (!this.#played.has(position) && accepts(position)) return position
    }
    return undefined
  }
}

function lowest(positions: readonly (number | undefined)[]): number | undefined {
  return positions.reduce(
    (a, b) => (a === undefined || (b !== undefined && b < a) ? b : a),
    undefined,
  )
}

function highest(positions: readonly (number | undefined)[]): number | undefined {
  return positions.reduce(
    (a, b) => (a === undefined || (b !== undefined && b > a) ? b : a),
    undefined,
  )
}
