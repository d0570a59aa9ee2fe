import { expect, test } from 'vitest'
import type { RecordedResponse } from '../../src/core/model.ts'
import { cutBody, hasBorders } from '../../src/core/cut-body.ts'
import { headersOf } from '../../src/core/headers.ts'
import { eventStream, interaction } from '../support/interactions.ts'

const events = 'data: 1\n\ndata: 2\n\n'
const ndjson = { headers: headersOf([['content-type', 'application/x-ndjson']]), body: '{}\n[]\n' }

function cut(response: RecordedResponse) {
  const { pieces, times, endedAt } = cutBody(response)
  return [pieces.map((piece) => new TextDecoder().decode(piece)), times, endedAt]
}

test.each([
  ['an event stream, by its events', eventStream(events), ['data: 1\n\n', 'data: 2\n\n'], true],
  ['ndjson, by its lines', interaction({ response: ndjson }), ['{}\n', '[]\n'], true],
  ['anything else, not at all', interaction(), ['{}'], false],
  ['an empty body, into nothing', interaction({ response: { body: '' } }), [], false],
])('without chunks, %s', (_name, { response }, pieces, isCut) => {
  expect(cut(response)).toEqual([pieces, undefined, undefined])
  expect(hasBorders(response)).toBe(isCut)
})

test('with chunks, as it arrived', () => {
  const chunks = [
    { bytes: 4, at: 0 },
    { bytes: 14, at: 5 },
    { bytes: 0, at: 9 },
  ]

  expect(cut(eventStream(events, { chunks }).response)).toEqual([
    ['data', ': 1\n\ndata: 2\n\n'],
    [0, 5],
    9,
  ])
})

test('chunks that do not add up are not believed', () => {
  const { response } = eventStream(events, { chunks: [{ bytes: 3, at: 0 }] })

  expect(cutBody(response).pieces).toHaveLength(2)
})

test('no chunks at all are an empty body', () => {
  expect(cut(interaction({ response: { body: '', chunks: [] } }).response)).toEqual([
    [],
    [],
    undefined,
  ])
})

test('all who play a response play the same bytes', () => {
  const { response } = eventStream(events)

  expect(cutBody(response)).toBe(cutBody(response))
  expect(cutBody({ ...response })).not.toBe(cutBody(response))
})
