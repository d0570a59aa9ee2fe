import { type EventSourceMessage, createParser } from 'eventsource-parser'
import { bodyBytes } from './body.ts'
import { type Chunk, chunksFit } from './chunks.ts'
import { eventBorders, lineBorders } from './event-borders.ts'
import { isEventStream, isLineStream } from './media.ts'
import type { Interaction, RecordedResponse } from './model.ts'

/** One event of a recorded stream. */
export interface StreamEvent {
  /** What `event:` says. Absent where it says nothing: browsers call that `message`. */
  readonly event?: string
  /** What this event's own `id:` says. */
  readonly id?: string
  /** The lines of `data:`, joined with LF; for ndjson the line. */
  readonly data: string
  /** When the event was whole, in nanoseconds since the response's headers. Absent where no `chunks` were recorded. */
  readonly at?: number
  /** Whether the body ended before the blank line that dispatches the event. Browsers drop such an event. */
  readonly isCut?: true
}

/**
 * The server-sent events of a recorded response, in order; for ndjson its lines. Any other response has none.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function events({ response }: Interaction): readonly StreamEvent[] {
  const isLines = isLineStream(response.headers)
  if (!isLines && !isEventStream(response.headers, response.body)) return []
  const bytes = bodyBytes(response.body)
  const read = isLines ? readLine : eventReader()
  const timeOf = times(response, bytes.length)
  const found: StreamEvent[] = []
  let start = 0
  for (const end of isLines ? lineBorders(bytes) : eventBorders(bytes)) {
    const event = read(textOf(bytes, start, end))
    const at = event && timeOf(endOfEvent(bytes, start, end))
    if (event !== undefined) found.push(at === undefined ? event : { ...event, at })
    start = end
  }
  return found
}

// A byte order mark counts at the start of the stream alone.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function textOf(bytes: Uint8Array, start: number, end: number): string {
  const text = decoder.decode(bytes.subarray(start, end))
  return start === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text
}

function readLine(line: string): StreamEvent | undefined {
  const data = line.trim()
  return data === '' ? undefined : { data }
}

function eventReader(): (block: string) => StreamEvent | undefined {
  let read: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (message) => read.push(message) })
  return (block) => {
    read = []
    // The parser keeps a last CR, and an event without its blank line, until more comes.
    parser.feed(`${block}\n\n`)
    const [message] = read
    return message && eventOf(message, block)
  }
}

const dispatched = /(?:\r\n|\r(?!\n)|\n){2}$/

function eventOf({ event, id, data }: EventSourceMessage, block: string): StreamEvent {
  return {
    ...(event !== undefined && { event }),
    ...(id !== undefined && { id }),
    data,
    ...(!dispatched.test(block) && { isCut: true }),
  }
}

/** Where an event's dispatching line ends. Blank lines after it may have come later, to keep the connection open. */
function endOfEvent(bytes: Uint8Array, start: number, end: number): number {
  let last = end
  while (last > start && isBreak(bytes[last - 1])) last -= 1
  let offset = last
  for (let lines = 0; lines < 2 && offset < end; lines++) {
    offset += bytes[offset] === cr && bytes[offset + 1] === lf ? 2 : 1
  }
  return offset
}

const lf = 0x0a
const cr = 0x0d

function isBreak(byte: number | undefined): boolean {
  return byte === lf || byte === cr
}

/** Gives for offsets that only grow the time at which the bytes before them had arrived. */
function times(
  { chunks }: RecordedResponse,
  bodyLength: number,
): (offset: number) => number | undefined {
  if (chunks === undefined || !chunksFit(chunks, bodyLength)) return () => undefined
  let index = -1
  let arrived = 0
  return (offset) => {
    while (arrived < offset) arrived += (chunks[++index] as Chunk).bytes
    return chunks[index]?.at
  }
}
