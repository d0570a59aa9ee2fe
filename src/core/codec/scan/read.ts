import type { Cassette, Interaction } from '../../model.ts'
import { rememberSource, type Source } from '../origin.ts'
import { lazyInteraction } from './lazy-interaction.ts'
import { RequestLines } from './request-lines.ts'
import { placesEach, scanCassette, type Scanned } from './scan-cassette.ts'

/**
 * Reads a canonical cassette: its interactions are found at once, and decoded when somebody asks for them.
 *
 * Nothing where the file is laid out otherwise.
 *
 * @param hasReturns - Whether its lines end with CR LF, and not as they do in the bytes.
 */
export function readCanonical(bytes: Uint8Array, hasReturns = false): Cassette | undefined {
  const scanned = scanCassette(bytes)
  if (scanned === undefined) return undefined
  const source = sourceFor(scanned, hasReturns)
  const file = { scanned, source, lines: new RequestLines(scanned) }
  const interactions: Interaction[] = []
  for (let index = 0; index < source.count; index++) interactions.push(lazyInteraction(file, index))
  const cassette: Cassette = { version: 2, interactions }
  rememberSource(cassette, source)
  return cassette
}

function sourceFor({ bytes, version, layout, end, places }: Scanned, hasReturns: boolean): Source {
  const starts: number[] = []
  for (let place = 0; place < places.length; place += placesEach)
    starts.push(places[place] as number)
  const endOf = (index: number) => places[(index + 1) * placesEach - 1] as number
  const lines = { itemColumn: layout.item, starts, end, endOf }
  return {
    bytes,
    hasReturns,
    version,
    isCanonical: true,
    count: starts.length,
    lines: starts.length === 0 ? undefined : lines,
  }
}
