import { describe, expect, test } from 'vitest'
import { headersOf } from '../../src/core/headers.ts'
import {
  hasSaidItsLastWord,
  isEventStream,
  isLineStream,
  isStreamType,
  mediaType,
} from '../../src/core/media.ts'

const typed = (type: string) => headersOf([['content-type', type]])
const untyped = headersOf([])
const events = typed('text/event-stream; charset=utf-8')

test('a media type is told without its parameters and in lower case', () => {
  expect(mediaType(typed('Text/Event-Stream; charset=utf-8'))).toBe('text/event-stream')
  expect(mediaType(untyped)).toBe('')
})

test('a media type is told whatever the case of the name of its field', () => {
  expect(mediaType({ 'CONTENT-type': ['text/event-stream'] })).toBe('text/event-stream')
})

describe('a body is an event stream', () => {
  test.each([
    ['by its type', events, 'data: 1\n\n', true],
    ['with a comment first', events, ': hello\n\ndata: 1\n\n', true],
    ['with CRLF', events, 'event: a\r\ndata: 1\r\n\r\n', true],
    ['with a byte order mark', events, '\uFEFFdata: 1\n\n', true],
    ['with nothing in it yet', events, '', true],
    ['not where it is a JSON error under the type', events, '{"error":"no"}', false],
    ['not where it is bytes', events, new Uint8Array([1]), false],
    ['by its look where no type is told', untyped, 'event: a\ndata: 1\n\n', true],
    ['by its look where the type says nothing', typed('text/plain'), 'data: 1\n\n', true],
    ['not by its look alone where it has another type', typed('text/html'), 'data: 1\n\n', false],
    ['not where it only begins like one', untyped, 'id: 3 is an id\nrest', false],
  ])('%s', (_name, headers, body, expected) => {
    expect(isEventStream(headers, body)).toBe(expected)
  })
})

test('ndjson is a stream of lines by any of its names', () => {
  expect(isLineStream(typed('application/x-ndjson'))).toBe(true)
  expect(isLineStream(typed('application/json'))).toBe(false)
  expect(isStreamType(typed('application/jsonl'))).toBe(true)
  expect(isStreamType(events)).toBe(true)
  expect(isStreamType(untyped)).toBe(false)
})

test.each([
  ['OpenAI says [DONE]', 'data: 1\n\ndata: [DONE]\n\n', true],
  ['Anthropic says message_stop', 'event: message_stop\ndata: {"type":"message_stop"}\n\n', true],
  ['one that goes on says neither', 'data: [DONE] not yet\n\n', false],
  ['bytes say nothing', new Uint8Array([0xff]), false],
])('the last word of a stream: %s', (_name, body, expected) => {
  expect(hasSaidItsLastWord(events, body)).toBe(expected)
})
