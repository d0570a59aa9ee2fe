/** The bytes of a body that arrived together, and when. */
export interface Chunk {
  /** How many bytes of the body as it stands in the cassette. The last may be 0: when the body ended. */
  readonly bytes: number
  /** Nanoseconds since the response's headers. */
  readonly at: number
}

const joinable = 1_000_000
const worthSaying = 10_000_000

/**
 * What a cassette says of a body's arrival, or nothing where there is nothing to say: one chunk, with the headers.
 *
 * What arrived within 1 ms is one chunk unless `keepBorders` (event streams and ndjson).
 * An end later than the last chunk becomes a last entry of 0 bytes.
 */
export function chunksToKeep(
  arrived: readonly Chunk[],
  endedAt: number,
  keepBorders: boolean,
): readonly Chunk[] | undefined {
  if (arrived.length < 2 && Math.max(arrived[0]?.at ?? 0, endedAt) <= worthSaying) return undefined
  const chunks = keepBorders ? [...arrived] : joinNeighbours(arrived)
  const firstAt = chunks[0]?.at ?? 0
  if (chunks.length < 2 && Math.max(firstAt, endedAt) <= worthSaying) return undefined
  const lastAt = chunks.at(-1)?.at ?? 0
  if (endedAt - lastAt >= joinable) chunks.push({ bytes: 0, at: endedAt })
  return chunks
}

// Measured from where a chunk begins: else a long download of small gaps would become one chunk at its start.
function joinNeighbours(arrived: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = []
  for (const chunk of arrived) {
    const last = joined.at(-1)
    if (last !== undefined && chunk.at - last.at < joinable) {
      joined[joined.length - 1] = { bytes: last.bytes + chunk.bytes, at: last.at }
    } else {
      joined.push(chunk)
    }
  }
  return joined
}

/** Whether the sizes add up to the body's length and the times never go back. */
export function chunksFit(chunks: readonly Chunk[], bodyLength: number): boolean {
  let total = 0
  let at = 0
  for (const chunk of chunks) {
    if (chunk.bytes < 0 || chunk.at < at) return false
    total += chunk.bytes
    at = chunk.at
  }
  return total === bodyLength
}
