import type { Counts } from '../../engine/counts.ts'
import type { Missed } from '../../engine/misses.ts'
import type { Player } from '../../engine/player.ts'
import type { Page } from './control.ts'
import type { ShelvedCassette } from './shelf.ts'

/** What a server tells of itself. */
export interface Facts {
  readonly url: string
  readonly mode: string
  readonly counts: Counts
  readonly misses: readonly Missed[]
  readonly open: number
  readonly player: Player
  readonly cassettes: readonly ShelvedCassette[]
  /** Why files are not played. */
  readonly broken: readonly Error[]
}

const mostMisses = 100

/** What a server tells of itself, as JSON: what was served, what was missed, and what of each cassette was never used. */
export function statusPage(facts: Facts): Page {
  const { url, mode, counts, misses, open, player, cassettes, broken } = facts
  const status = {
    url,
    mode,
    counts,
    open,
    sessions: player.sessionCount,
    cassettes: cassettes.map((cassette) => usageOf(cassette, player)),
    misses: misses
      .slice(0, mostMisses)
      .map(({ error, times }) => ({ code: error.code, message: error.message, times })),
    broken: broken.map(({ message }) => message),
  }
  return { type: 'application/json', body: `${JSON.stringify(status, null, 2)}\n` }
}

function usageOf(
  { file, interactions, range }: ShelvedCassette,
  player: Player,
): { readonly file: string; readonly interactions: number; readonly unused: readonly number[] } {
  const unused = interactions.filter((_, index) => !player.wasUsed(range.from + index))
  return { file, interactions: interactions.length, unused: unused.map(({ id }) => id) }
}
