import { expect, test } from 'vitest'
import { eventDeltas } from '../../../src/core/llm/answer.ts'
import { answerIn } from './answers.ts'

test.each([
  ['a page', '<html>', 'text/html'],
  ['JSON of another kind', '{"id": 1, "choices": [{"label": "yes"}]}', 'application/json'],
  ['a list', '[1, null, "x"]', 'application/json'],
  ['broken JSON', '{"choices": [', 'application/json'],
  ['bytes', Uint8Array.of(0x7b, 0xff), 'application/octet-stream'],
  ['a stream of another kind', 'data: {"price": 1}\n\ndata: tick\n\n', 'text/event-stream'],
  ['names that every object has', '{"type": "constructor", "__proto__": 1}', 'application/json'],
])('%s is no answer', (_, body, type) => {
  expect(answerIn(body, type)).toBeUndefined()
})

test('what is no JSON in a stream is passed over', () => {
  const body = 'data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: [DONE]\n\n'

  expect(answerIn(body, 'text/event-stream')?.text).toBe('a')
})

test('each event says what it adds', () => {
  const deltas = eventDeltas([
    { data: '{"choices":[]}' },
    { data: '{"choices":[{"delta":{"content":"a"}}]}' },
    { data: '[DONE]' },
  ])

  expect(deltas.map((some) => some.map(({ text }) => text))).toEqual([[], ['a'], []])
})

test('events of another kind add nothing', () => {
  expect(eventDeltas([{ data: 'tick' }, { data: '{}' }])).toEqual([[], []])
})
