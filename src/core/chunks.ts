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
 * Neighbours less than 1 ms apart are joined unless `keepBorders` (event streams and ndjson).
 * An end later than the last chunk becomes a last entry of 0 bytes.
 */
export function chunksToKeep(
  arrived: readonly Chunk[],
  endedAt: number,
  keepBorders: boolean,
): readonly Chunk[] | undefined {
  const chunks = keepBorders ? [...arrived] : joinNeighbours(arrived)
  const firstAt = chunks[0]?.at ?? 0
  if (chunks.length < 2 && Math.max(firstAt, endedAt) <= worthSaying) return undefined
  const lastAt = chunks.at(-1)?.at ?? 0
  if (endedAt - lastAt >= joinable) chunks.push({ bytes: 0, at: endedAt })
  return chunks
}

function joinNeighbours(arrived: readonly Chunk[]): Chunk[] {
  const joined: Chunk[] = []
  let lastAt = 0
  for (const chunk of arrived) {
    const previous = joined.at(-1)
    if (previous !== undefined && chunk.at - lastAt < joinable) {
      joined[joined.length - 1] = { bytes: previous.bytes + chunk.bytes, at: previous.at }
    } else {
      joined.push(chunk)
    }
    lastAt = chunk.at
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
