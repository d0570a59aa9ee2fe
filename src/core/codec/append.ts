import type { Cassette } from '../model.ts'
import type { Dialect } from './dialect.ts'
import { endedAs } from './line-ends.ts'
import { type Source, sourceOf } from './origin.ts'
import { linesFor, writeCassette } from './write.ts'

const encoder = new TextEncoder()
const lineFeed = encoder.encode('\n')

/**
 * Writes a cassette with further interactions behind its own, which are written back byte for byte.
 *
 * @param emitted - The further interactions, each as `emitInteraction` gives it in the dialect.
 */
export function* appendToCassette(
  cassette: Cassette,
  emitted: Iterable<Uint8Array>,
  dialect: Dialect,
): Generator<Uint8Array> {
  const source = sourceOf(cassette)
  yield* endedAs(source, append(cassette, emitted, dialect, source))
}

function* append(
  cassette: Cassette,
  emitted: Iterable<Uint8Array>,
  dialect: Dialect,
  source: Source | undefined,
): Generator<Uint8Array> {
  if (cassette.interactions.length === 0) {
    yield encoder.encode('---\nversion: 2\ninteractions:\n')
    return yield* emitted
  }
  const lines = source?.version === 2 ? linesFor(source, dialect) : undefined
  if (source === undefined || lines === undefined) {
    yield* writeCassette(cassette, { dialect, reuseSource: false })
    return yield* emitted
  }
  const { bytes } = source
  yield bytes.subarray(0, lines.end)
  if (bytes[lines.end - 1] !== lineFeed[0]) yield lineFeed
  yield* emitted
  // What stands behind the list: another key, a comment, the end of the document.
  yield bytes.subarray(lines.end)
}
