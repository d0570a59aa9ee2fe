import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyLength } from '../../src/core/body.ts'
import type { Chunk } from '../../src/core/chunks.ts'
import { type StreamEvent, events } from '../../src/core/events.ts'
import { interactionOf } from './redact/interactions.ts'

function eventsIn(body: string, chunks?: readonly Chunk[], type = 'text/event-stream') {
  const responseHeaders: [string, string][] = [['content-type', type]]
  return events(interactionOf({ responseBody: body, responseHeaders, ...(chunks && { chunks }) }))
}

test.each<[string, string, StreamEvent[]]>([
  ['a stream of data', 'data: a\n\ndata: b\n\n', [{ data: 'a' }, { data: 'b' }]],
  ['types and ids', 'event: x\nid: 7\ndata: a\n\n', [{ event: 'x', id: '7', data: 'a' }]],
  [
    'an id for its own event alone',
    'id: 7\ndata: a\n\ndata: b\n\n',
    [{ id: '7', data: 'a' }, { data: 'b' }],
  ],
  ['several lines of data', 'data: a\ndata: b\n\n', [{ data: 'a\nb' }]],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', [{ data: 'a' }, { data: 'b' }]],
  ['CR', 'data: a\r\rdata: b\r\r', [{ data: 'a' }, { data: 'b' }]],
  ['comments, which are no events', ': hi\n\ndata: a\n\n: bye\n\n', [{ data: 'a' }]],
  ['several blank lines', '\n\ndata: a\n\n\n\ndata: b\n\n\n', [{ data: 'a' }, { data: 'b' }]],
  ['a byte order mark', '\uFEFFdata: a\n\n', [{ data: 'a' }]],
  ['a byte order mark further on', 'data: a\n\n\uFEFFdata: b\n\n', [{ data: 'a' }]],
  [
    'an event without its blank line',
    'data: a\n\ndata: b\n',
    [{ data: 'a' }, { data: 'b', isCut: true }],
  ],
  ['one cut in CRLF', 'data: a\r\n', [{ data: 'a', isCut: true }]],
  ['one cut after blank lines', '\n\ndata: a', [{ data: 'a', isCut: true }]],
  ['characters of several bytes', 'data: Olá 🎉\n\n', [{ data: 'Olá 🎉' }]],
  ['nothing', '', []],
])('reads %s', (_, body, expected) => {
  expect(eventsIn(body)).toEqual(expected)
})

test('each line of ndjson is an event', () => {
  const found = eventsIn('{"a":1}\r\n\n{"b":2}', undefined, 'application/x-ndjson')

  expect(found).toEqual([{ data: '{"a":1}' }, { data: '{"b":2}' }])
})

test('a response that is no stream has no events', () => {
  expect(eventsIn('{"data": 1}', undefined, 'application/json')).toEqual([])
})

test('an event comes when the chunk with its blank line came', () => {
  const chunks = [
    { bytes: 8, at: 10 },
    { bytes: 1, at: 20 },
    { bytes: 18, at: 30 },
    { bytes: 0, at: 40 },
  ]

  const found = eventsIn('data: a\n\ndata: b\n\ndata: c\n\n', chunks)

  expect(found.map(({ at }) => at)).toEqual([20, 30, 30])
})

test('blank lines that keep the connection open are not waited for', () => {
  const chunks = [
    { bytes: 11, at: 10 },
    { bytes: 2, at: 900 },
    { bytes: 7, at: 1_000 },
  ]

  const found = eventsIn('data: a\r\n\r\n\r\ndata: b', chunks)

  expect(found).toEqual([
    { data: 'a', at: 10 },
    { data: 'b', at: 1_000, isCut: true },
  ])
})

test('chunks that do not add up say nothing of the events', () => {
  expect(eventsIn('data: a\n\n', [{ bytes: 8, at: 10 }])).toEqual([{ data: 'a' }])
})

test('any data comes back, wherever the chunks are cut', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''))
  const stream = fc.record({
    lines: fc.array(fc.array(line, { minLength: 1 }), { minLength: 1 }),
    ends: fc.constantFrom('\n', '\r\n', '\r'),
    cuts: fc.array(fc.nat()),
  })
  fc.assert(
    fc.property(stream, ({ lines, ends, cuts }) => {
      const body = lines
        .map((data) => data.map((text) => `data: ${text}${ends}`).join('') + ends)
        .join('')

      const found = eventsIn(body, cutAt(cuts, bodyLength(body)))

      expect(found.map(({ data }) => data)).toEqual(lines.map((data) => data.join('\n')))
      expect(found.every(({ at }) => at !== undefined)).toBe(true)
    }),
  )
})

function cutAt(cuts: readonly number[], length: number): Chunk[] {
  const places = [...new Set(cuts.map((cut) => cut % length)), 0, length].sort((a, b) => a - b)
  return places.slice(1).map((place, index) => ({ bytes: place - (places[index] ?? 0), at: index }))
}
