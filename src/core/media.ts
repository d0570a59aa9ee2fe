import type { Body } from './body.ts'
import { type HeaderMap, canonicalValue, headerValue } from './headers.ts'
import { remembering } from './remembering.ts'

/** The media type of a message, lower case and without parameters: `text/event-stream`. Empty where there is none. */
export function mediaType(headers: HeaderMap): string {
  // Its canonical name is that of nearly all: then none has to be made canonical.
  return typeOf(canonicalValue(headers, name) ?? headerValue(headers, name) ?? '')
}

const name = 'Content-Type'

const typeOf = remembering((value) => {
  const end = value.indexOf(';')
  return (end === -1 ? value : value.slice(0, end)).trim().toLowerCase()
})

// Comments and the four fields of the WHATWG event stream; a JSON error body under the media type has none.
const firstLine = /^\uFEFF?(?:(?:data|event|id|retry):[^\n]*|:[^\n]*|data|\r?\n)(?:\r?\n|\r|$)/
const dataLine = /^(?:\uFEFF)?data:/m

/** Whether a body is an event stream: by its media type, or where it has none, by its look. */
export function isEventStream(headers: HeaderMap, body: Body): boolean {
  return isEventBody(mediaType(headers), body)
}

function isEventBody(type: string, body: Body): boolean {
  if (typeof body !== 'string') return false
  if (type === 'text/event-stream') return body === '' || firstLine.test(body)
  if (type !== '' && type !== 'text/plain' && type !== 'application/octet-stream') return false
  const start = body.slice(0, 4_096)
  return firstLine.test(start) && dataLine.test(start)
}

const lineTypes: ReadonlySet<string> = new Set(
  ['x-ndjson', 'ndjson', 'jsonl', 'x-jsonlines', 'json-lines', 'stream+json'].map(
    (subtype) => `application/${subtype}`,
  ),
)

/** Whether each line of a body is one message: ndjson by any of its names. */
export function isLineStream(headers: HeaderMap): boolean {
  return lineTypes.has(mediaType(headers))
}

/** Whether a body is either. */
export function hasMessages(headers: HeaderMap, body: Body): boolean {
  const type = mediaType(headers)
  return isEventBody(type, body) || lineTypes.has(type)
}

/** Whether a media type stands for a stream, whose chunks keep their borders. */
export function isStreamType(headers: HeaderMap): boolean {
  const type = mediaType(headers)
  return type === 'text/event-stream' || lineTypes.has(type)
}

const lastWords = /(?:^|\n)data: ?\[DONE\]\s*$|(?:^|\n)event: ?message_stop\r?\n/

/** Whether an event stream has said its last word: OpenAI's `[DONE]` or Anthropic's `message_stop`. */
export function hasSaidItsLastWord(headers: HeaderMap, body: Body): boolean {
  return (
    typeof body === 'string' && isEventStream(headers, body) && lastWords.test(body.slice(-4_096))
  )
}
