import type { Cassette, Interaction } from '../model.ts'
import { ByteSink, joinBytes } from './byte-sink.ts'
import { columnsOf } from './columns.ts'
import type { Dialect } from './dialect.ts'
import { detectDialect, dialectOf } from './dialect-of.ts'
import { emitInteraction, writeInteraction } from './emit.ts'
import { endedAs } from './line-ends.ts'
import { originOf, sourceOf, type Source, type SourceLines } from './origin.ts'

/** How a cassette is written. */
export interface WriteOptions {
  /**
   * Whether what did not change since it was read is written back as it stood in the file.
   *
   * @defaultValue `true`
   */
  readonly reuseSource?: boolean
  /** The dialect of what is written anew. By default that of the file, for a new cassette that of the seed. */
  readonly dialect?: Dialect
}

/**
 * Writes a cassette. What did not change since it was read is written back byte for byte.
 *
 * @see {@link writeCassette} for a cassette that is too large for one piece
 */
export function stringifyCassette(cassette: Cassette, options: WriteOptions = {}): Uint8Array {
  return joinBytes([...writeCassette(cassette, options)])
}

/** Writes a cassette in pieces, see {@link stringifyCassette}. Ids stay as they are. */
export function* writeCassette(
  cassette: Cassette,
  options: WriteOptions = {},
): Generator<Uint8Array> {
  // One that cannot be is refused also where nothing is to be laid out.
  if (options.dialect !== undefined) columnsOf(options.dialect)
  const source = options.reuseSource === false ? undefined : sourceOf(cassette)
  yield* endedAs(source, write(cassette, options, source))
}

function* write(
  cassette: Cassette,
  options: WriteOptions,
  source: Source | undefined,
): Generator<Uint8Array> {
  if (source === undefined || source.version !== 2) {
    return yield* writeAnew(cassette, options.dialect)
  }
  const kept = cassette.interactions.map((interaction) => keptIndex(interaction, source))
  if (isWhole(kept, source)) return yield source.bytes
  const dialect = options.dialect ?? dialectOf(cassette)
  const lines = linesFor(source, dialect)
  // A list that was empty, or is now, needs another line above it.
  if (lines === undefined || kept.length === 0) return yield* writeAnew(cassette, dialect)
  yield* writeMixed(cassette, kept, dialect, source.bytes, lines)
}

/** The lines of a source, where interactions of the dialect can stand among them: in their column. */
export function linesFor({ lines }: Source, dialect: Dialect): SourceLines | undefined {
  return lines?.itemColumn === columnsOf(dialect).item.length ? lines : undefined
}

// Which interaction of the source it still is.
function keptIndex(interaction: Interaction, source: Source): number | undefined {
  const origin = originOf(interaction)
  return origin?.source === source && !origin.isChanged(interaction) ? origin.index : undefined
}

function isWhole(kept: readonly (number | undefined)[], source: Source): boolean {
  return kept.length === source.count && kept.every((origin, index) => origin === index)
}

const encoder = new TextEncoder()

// What was written to find the dialect is not written again.
function* writeAnew(cassette: Cassette, given: Dialect | undefined): Generator<Uint8Array> {
  const { interactions } = cassette
  const { dialect, written } = given === undefined ? detectDialect(cassette) : { dialect: given }
  yield encoder.encode(`---\nversion: 2\ninteractions:${interactions.length === 0 ? ' []' : ''}\n`)
  const sink = new ByteSink()
  for (const interaction of interactions) {
    const done = written?.get(interaction)
    if (done === undefined) {
      writeInteraction(interaction, dialect, sink.write)
      yield* sink.takeFull()
    } else {
      yield* sink.takeAll()
      yield done
    }
  }
  yield* sink.takeAll()
}

function* writeMixed(
  { interactions }: Cassette,
  kept: readonly (number | undefined)[],
  dialect: Dialect,
  bytes: Uint8Array,
  lines: SourceLines,
): Generator<Uint8Array> {
  const { starts, end } = lines
  yield bytes.subarray(0, starts[0])
  let endsLine = true
  for (const { index, origin, place, length } of runsOf(kept, starts.length)) {
    if (origin === undefined) {
      if (!endsLine) yield lineFeed
      yield emitInteraction(interactions[index] as Interaction, dialect)
      endsLine = true
    }
    if (place === undefined) continue
    const until = starts[place + length] ?? end
    // In place of one that was written anew, what stands behind it stays: a comment, an empty line.
    const piece = bytes.subarray(origin === undefined ? lines.endOf(place) : starts[place], until)
    yield piece
    endsLine = piece.length === 0 || piece.at(-1) === lineFeed[0]
  }
  yield bytes.subarray(end)
}

const lineFeed = Uint8Array.of(10)

interface Run {
  /** The first of these interactions. */
  readonly index: number
  /** Where it stands in the source. Nothing where it is written anew. */
  readonly origin: number | undefined
  /** That, or where stood what it is written in the place of. Nothing where it is new. */
  readonly place: number | undefined
  readonly length: number
}

// Neighbours in the source that still are neighbours are one run. One that is written anew is a run of its own, in the
// place of the one behind its neighbour, unless that is kept elsewhere.
function* runsOf(kept: readonly (number | undefined)[], count: number): Generator<Run> {
  const isKept = new Set(kept)
  let free = 0
  for (let index = 0; index < kept.length;) {
    const origin = kept[index]
    let length = 1
    if (origin !== undefined) while (kept[index + length] === origin + length) length++
    const isFree = free < count && !isKept.has(free)
    const place = origin ?? (isFree ? free : undefined)
    yield { index, origin, place, length }
    index += length
    if (place !== undefined) free = place + length
  }
}
