import type { Take } from './take.ts'

/** How a replay compares to what was recorded. Times are milliseconds since the request. */
export interface Comparison {
  readonly rows: readonly ComparedRow[]
  /** Whether the same bytes came in the same chunks. */
  readonly isSame: boolean
  readonly bytes: number
  /** The largest difference between the times of two chunks, `Infinity` where their number differs. */
  readonly worstMs: number
  readonly averageMs: number
  /** Whether no chunk was further from its time than is allowed. */
  readonly isClose: boolean
}

/** The headers or a chunk, in both. */
export interface ComparedRow {
  readonly name: string
  readonly bytes: number
  readonly recordedAt: number
  readonly replayedAt: number
}

/** How far a chunk may be from its time: a busy machine wakes its processes late. */
export const allowedMs = 100

/** Compares what a client saw while it was recorded and while it was replayed. */
export function compare(recorded: Take, replayed: Take): Comparison {
  const rows = rowsOf(recorded, replayed)
  const apart = rows.map(({ recordedAt, replayedAt }) => Math.abs(replayedAt - recordedAt))
  const hasAll = recorded.chunks.length === replayed.chunks.length
  const worstMs = hasAll ? Math.max(...apart) : Infinity
  return {
    rows,
    isSame:
      hasAll && recorded.chunks.every(({ bytes }, at) => same(bytes, replayed.chunks[at]?.bytes)),
    bytes: recorded.chunks.reduce((sum, { bytes }) => sum + bytes.length, 0),
    worstMs,
    averageMs: apart.reduce((sum, ms) => sum + ms, 0) / apart.length,
    isClose: worstMs <= allowedMs,
  }
}

function rowsOf(recorded: Take, replayed: Take): readonly ComparedRow[] {
  const head = {
    name: 'headers',
    bytes: 0,
    recordedAt: recorded.headAt,
    replayedAt: replayed.headAt,
  }
  const chunks = recorded.chunks.flatMap(({ bytes, at }, index) => {
    const other = replayed.chunks[index]
    if (other === undefined) return []
    return [{ name: String(index + 1), bytes: bytes.length, recordedAt: at, replayedAt: other.at }]
  })
  return [head, ...chunks]
}

function same(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(one, other) === 0
}
