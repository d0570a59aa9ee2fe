import { bodyBytes } from './body.ts'
import { type Chunk, chunksFit } from './chunks.ts'
import { eventBorders, lineBorders } from './event-borders.ts'
import { hasMessages, isEventStream, isLineStream } from './media.ts'
import type { RecordedResponse } from './model.ts'

/** A body in the pieces in which it is played. Whoever hands them out for good copies them: others play them, too. */
export interface CutBody {
  readonly pieces: readonly Uint8Array[]
  /** When each was recorded, in nanoseconds since the headers; nothing where that was not recorded. */
  readonly times: readonly number[] | undefined
  /** When the body ended, likewise. */
  readonly endedAt: number | undefined
}

const known = new WeakMap<RecordedResponse, WeakRef<CutBody>>()

/** Cuts a body. As long as somebody plays it, all play the same bytes: a thousand streams of a body are not a thousand bodies. */
export function cutBody(response: RecordedResponse): CutBody {
  const before = known.get(response)?.deref()
  if (before !== undefined) return before
  const cut = cutAnew(response)
  known.set(response, new WeakRef(cut))
  return cut
}

function cutAnew(response: RecordedResponse): CutBody {
  const body = bodyBytes(response.body)
  const { chunks } = response
  if (chunks !== undefined && chunksFit(chunks, body.length)) return cutByChunks(body, chunks)
  const borders = bordersOf(response, body)
  const pieces = borders.map((border, index) => body.subarray(borders[index - 1] ?? 0, border))
  return { pieces, times: undefined, endedAt: undefined }
}

function cutByChunks(body: Uint8Array, chunks: readonly Chunk[]): CutBody {
  const pieces: Uint8Array[] = []
  const times: number[] = []
  let start = 0
  for (const { bytes, at } of chunks) {
    if (bytes === 0) continue
    pieces.push(body.subarray(start, start + bytes))
    times.push(at)
    start += bytes
  }
  return { pieces, times, endedAt: chunks.at(-1)?.at }
}

function bordersOf(response: RecordedResponse, body: Uint8Array): readonly number[] {
  if (isEventStream(response.headers, response.body)) return eventBorders(body)
  if (isLineStream(response.headers)) return lineBorders(body)
  return body.length === 0 ? [] : [body.length]
}

/** Whether a body that was recorded without `chunks` is played in pieces: an event or a line each. */
export function hasBorders({ headers, body }: RecordedResponse): boolean {
  return hasMessages(headers, body)
}
