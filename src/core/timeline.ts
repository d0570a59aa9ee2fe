import { cutBody } from './cut-body.ts'
import type { RecordedResponse } from './model.ts'
import { randomFrom } from './random.ts'

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
  /** The wait for the headers, in milliseconds, at whatever speed; the rest follows as ever. @defaultValue as recorded */
  readonly ttft?: number
  /** Varies each wait by so much of it, up and down: 0.2 is 20 %. @defaultValue 0 */
  readonly jitter?: number
  /** The same seed gives the same jitter, to requests in the same order. @defaultValue another one each time */
  readonly seed?: number
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
const nsPerSecond = 1e9

/** When the parts of a response are due at a pace. */
export function timelineOf(response: RecordedResponse, pacing: Pacing): Timeline {
  const { pieces, times, endedAt } = cutBody(response)
  const { duration } = response
  const nsPerEvent = pacing.pace === undefined ? 0 : nsPerSecond / pacing.pace.eventsPerSecond
  const next = waits(pacing)
  const headAt = next(duration, pacing.ttft)
  const deliveries: Delivery[] = []
  for (const [index, bytes] of pieces.entries()) {
    deliveries.push({ bytes, at: next(duration + (times?.[index] ?? index * nsPerEvent)) })
  }
  const lastAt = deliveries.at(-1)?.at ?? headAt
  return { headAt, deliveries, endAt: endedAt === undefined ? lastAt : next(duration + endedAt) }
}

/** Whether all of a response is due at once. */
export function isInstant({ speed = 'instant', ttft }: Pacing): boolean {
  return speed === 'instant' && ttft === undefined
}

/**
 * Gives for a recorded time (nanoseconds since the request) the time of the playback, in milliseconds.
 *
 * `wait` stands for what was recorded since the time before.
 */
function waits(pacing: Pacing): (recordedAt: number, wait?: number) => number {
  if (isInstant(pacing)) return () => 0
  const { maxWait = Infinity } = pacing
  const scale = scaleOf(pacing)
  const vary = variation(pacing)
  let recorded = 0
  let played = 0
  return (recordedAt, wait) => {
    const since = Math.max(0, recordedAt - recorded)
    played += vary(wait ?? Math.min(since * scale, maxWait))
    recorded = Math.max(recorded, recordedAt)
    return played
  }
}

function scaleOf({ speed = 'instant' }: Pacing): number {
  if (speed === 'instant') return 0
  return 1 / (nsPerMs * (speed === 'recorded' ? 1 : speed))
}

function variation({ jitter = 0, seed = 0 }: Pacing): (wait: number) => number {
  if (jitter === 0) return (wait) => wait
  const random = randomFrom(seed)
  return (wait) => wait * (1 + jitter * (2 * random() - 1))
}
