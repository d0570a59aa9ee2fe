import { bodyBytes } from './body.ts'
import { type Chunk, chunksFit } from './chunks.ts'
import { eventBorders, lineBorders } from './event-borders.ts'
import { isEventStream, isLineStream } from './media.ts'
import type { RecordedResponse } from './model.ts'

/** How fast a playback is: as recorded, at once, or so many times as fast as recorded (2 takes half the time). */
export type Speed = 'recorded' | 'instant' | number

/** When the parts of a response are played. */
export interface Pacing {
  /**
   * Waits before the headers and each chunk of a replayed response.
   *
   * `'recorded'` keeps the times of the recording, a number divides them (2 is twice as fast), `'instant'` plays at once.
   * @defaultValue `'instant'`; `'recorded'` for the replay server
   */
  readonly speed?: Speed
  /** No single wait is longer, in milliseconds. Later times move forward by what is cut. @defaultValue none */
  readonly maxWait?: number
  /** Spaces the events of streams that were recorded without `chunks` (by go-vcr, say). @defaultValue none */
  readonly pace?: { readonly eventsPerSecond: number }
}

/** A piece of the body, and when it is due: milliseconds since the request. */
export interface Delivery {
  readonly bytes: Uint8Array
  readonly at: number
}

/** When a response is played, in milliseconds since the request. */
export interface Timeline {
  readonly headAt: number
  readonly deliveries: readonly Delivery[]
  readonly endAt: number
}

const nsPerMs = 1e6

/** When the parts of a response are due at a pace. */
export function timelineOf(response: RecordedResponse, pacing: Pacing): Timeline {
  const body = bodyBytes(response.body)
  const chunks = chunksOf(response, body, pacing)
  const next = waits(pacing)
  const headAt = next(response.duration)
  const deliveries: Delivery[] = []
  let start = 0
  let endAt = headAt
  for (const chunk of chunks) {
    endAt = next(response.duration + chunk.at)
    if (chunk.bytes === 0) continue
    deliveries.push({ bytes: body.subarray(start, start + chunk.bytes), at: endAt })
    start += chunk.bytes
  }
  return { headAt, deliveries, endAt }
}

/** Gives for a recorded time (nanoseconds since the request) the time of the playback, in milliseconds. */
function waits(pacing: Pacing): (recordedAt: number) => number {
  const speed = pacing.speed ?? 'instant'
  if (speed === 'instant') return () => 0
  const scale = 1 / (nsPerMs * (speed === 'recorded' ? 1 : speed))
  const maxWait = pacing.maxWait ?? Infinity
  let recorded = 0
  let played = 0
  return (recordedAt) => {
    played += Math.min(Math.max(0, recordedAt - recorded) * scale, maxWait)
    recorded = Math.max(recorded, recordedAt)
    return played
  }
}

function chunksOf(response: RecordedResponse, body: Uint8Array, pacing: Pacing): readonly Chunk[] {
  if (response.chunks !== undefined && chunksFit(response.chunks, body.length)) {
    return response.chunks
  }
  return evenly(bordersOf(response, body), pacing)
}

function bordersOf(response: RecordedResponse, body: Uint8Array): readonly number[] {
  if (isEventStream(response.headers, response.body)) return eventBorders(body)
  if (isLineStream(response.headers)) return lineBorders(body)
  return body.length === 0 ? [] : [body.length]
}

/** Whether a body that was recorded without `chunks` is played in pieces: an event or a line each. */
export function hasBorders({ headers, body }: RecordedResponse): boolean {
  return isEventStream(headers, body) || isLineStream(headers)
}

function evenly(borders: readonly number[], pacing: Pacing): Chunk[] {
  const nsPerEvent = pacing.pace === undefined ? 0 : 1e9 / pacing.pace.eventsPerSecond
  return borders.map((border, index) => ({
    bytes: border - (borders[index - 1] ?? 0),
    at: index * nsPerEvent,
  }))
}

/**
 * Checks a pacing where it was passed.
 *
 * @throws TypeError that names the option.
 */
export function checkPacing(pacing: Pacing): void {
  const { speed, maxWait, pace } = pacing
  if (speed !== undefined && !isSpeed(speed)) {
    throw new TypeError(`speed is ${show(speed)}. It is 'recorded', 'instant' or a number above 0.`)
  }
  if (maxWait !== undefined && !(typeof maxWait === 'number' && maxWait >= 0)) {
    throw new TypeError(`maxWait is ${show(maxWait)}. It is a number of milliseconds, 0 or more.`)
  }
  if (pace !== undefined && !(pace?.eventsPerSecond > 0 && Number.isFinite(pace.eventsPerSecond))) {
    throw new TypeError(`pace is ${show(pace)}. Write it like { eventsPerSecond: 50 }.`)
  }
}

function isSpeed(value: unknown): boolean {
  if (typeof value === 'number') return value > 0 && Number.isFinite(value)
  return value === 'recorded' || value === 'instant'
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
}
