import type { Candidates, InteractionIndex } from '../core/match/interaction-index.ts'
import type { Interaction } from '../core/model.ts'
import type { HttpRequest } from './http-request.ts'
import type { Repeats } from './options.ts'
import { PositionSet } from './position-set.ts'

/** Positions from `from` up to, not including, `to`: the interactions of one of several cassettes. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The interactions of a cassette and which of them were played: gives each request the one that is its turn. */
export class Sequence {
  readonly index: InteractionIndex
  readonly #repeats: Repeats
  readonly #played = new PositionSet()
  readonly #everPlayed: PositionSet
  /** How far the interactions of a group have been played: the look-up does not walk over them again. */
  readonly #cursors = new WeakMap<readonly number[], number>()

  /** @param everPlayed - What was played of the same interactions in other sequences. */
  constructor(
    index: InteractionIndex,
    repeats: Repeats = 'once',
    everPlayed: PositionSet = new PositionSet(),
  ) {
    this.index = index
    this.#repeats = repeats
    this.#everPlayed = everPlayed
  }

  /** The same interactions, none of them played. What is played in either counts as used. */
  fresh(): Sequence {
    return new Sequence(this.index, this.#repeats, this.#everPlayed)
  }

  /**
   * The interaction that a request gets, which then counts as played; nothing where it is a miss.
   *
   * @param within - Where it may stand.
   */
  claim(request: HttpRequest, within?: Range): Interaction | undefined {
    const found = this.#positionOf(request, within)
    if (found === undefined) return undefined
    this.#played.add(found)
    this.#everPlayed.add(found)
    return this.index.interactions[found]
  }

  /** The interaction that a request would get. */
  next(request: HttpRequest, within?: Range): Interaction | undefined {
    const found = this.#positionOf(request, within)
    return found === undefined ? undefined : this.index.interactions[found]
  }

  /** The first interaction that matches a request, played or not. */
  find(request: HttpRequest, within?: Range): Interaction | undefined {
    const { groups, accepts } = limited(this.index.candidates(request), within)
    const found = lowest(groups, (group) => group.find(accepts))
    return found === undefined ? undefined : this.index.interactions[found]
  }

  /** Adds an interaction that was recorded just now: it counts as played. */
  add(interaction: Interaction): void {
    const position = this.index.add(interaction)
    this.#played.add(position)
    this.#everPlayed.add(position)
  }

  isPlayed(position: number): boolean {
    return this.#played.has(position)
  }

  get playedCount(): number {
    return this.#played.size
  }

  /** Whether an interaction was played, in this sequence or in one that was made from it. */
  wasUsed(position: number): boolean {
    return this.#everPlayed.has(position)
  }

  /** The interactions that were never played, in the order of the file. */
  get unused(): readonly Interaction[] {
    return this.index.interactions.filter((_, position) => !this.#everPlayed.has(position))
  }

  #positionOf(request: HttpRequest, within: Range | undefined): number | undefined {
    const { preferred, groups, accepts } = limited(this.index.candidates(request), within)
    const meant = preferred.length === 0 ? undefined : this.#choose(preferred, accepts)
    return meant ?? this.#choose(groups, accepts)
  }

  #choose(
    groups: readonly (readonly number[])[],
    accepts: (position: number) => boolean,
  ): number | undefined {
    const only = groups.length === 1 ? groups[0] : undefined
    if (only?.length === 1) return this.#itself(only[0] as number, accepts)
    if (this.#repeats === 'any') return lowest(groups, (group) => group.find(accepts))
    const next = lowest(groups, (group) => this.#nextUnplayed(group, accepts))
    if (next !== undefined || this.#repeats === 'once') return next
    return highest(groups, (group) => group.findLast(accepts))
  }

  /** What most requests have: one interaction, so there is no choice. */
  #itself(position: number, accepts: (position: number) => boolean): number | undefined {
    const isOver = this.#repeats === 'once' && this.#played.has(position)
    return !isOver && accepts(position) ? position : undefined
  }

  #nextUnplayed(
    group: readonly number[],
    accepts: (position: number) => boolean,
  ): number | undefined {
    for (let index = this.#cursorOf(group); index < group.length; index++) {
      const position = group[index] as number
      if (!this.#played.has(position) && accepts(position)) return position
    }
    return undefined
  }

  /** Where a group has what may not have been played yet. */
  #cursorOf(group: readonly number[]): number {
    // Most groups hold one interaction: a cursor for each would be a large table for nothing.
    if (group.length === 1) return 0
    let cursor = this.#cursors.get(group) ?? 0
    while (cursor < group.length && this.#played.has(group[cursor] as number)) cursor += 1
    this.#cursors.set(group, cursor)
    return cursor
  }
}

function limited(candidates: Candidates, within: Range | undefined): Candidates {
  if (within === undefined) return candidates
  const { accepts } = candidates
  const isInside = (at: number): boolean => at >= within.from && at < within.to
  return { ...candidates, accepts: (position) => isInside(position) && accepts(position) }
}

type Find = (group: readonly number[]) => number | undefined

/** The lowest of what is found in groups. */
function lowest(groups: readonly (readonly number[])[], find: Find): number | undefined {
  let least: number | undefined
  for (const group of groups) {
    const found = find(group)
    if (found !== undefined && (least === undefined || found < least)) least = found
  }
  return least
}

/** The highest of what is found in groups. */
function highest(groups: readonly (readonly number[])[], find: Find): number | undefined {
  let most: number | undefined
  for (const group of groups) {
    const found = find(group)
    if (found !== undefined && (most === undefined || found > most)) most = found
  }
  return most
}
