import { expect, test } from 'vitest'
import { plain, streamed } from './answers.ts'

const start = {
  type: 'message_start',
  message: { model: 'claude', content: [], usage: { input_tokens: 5, output_tokens: 1 } },
}
const piece = (index: number, delta: object): object => ({
  type: 'content_block_delta',
  index,
  delta,
})
const block = (index: number, content_block: object): object => ({
  type: 'content_block_start',
  index,
  content_block,
})

test('the deltas of a stream add up to its parts', () => {
  const answer = streamed(
    start,
    { type: 'ping' },
    block(0, { type: 'thinking', thinking: '' }),
    piece(0, { type: 'thinking_delta', thinking: 'hm' }),
    piece(0, { type: 'signature_delta', signature: 'x' }),
    block(1, { type: 'text', text: '' }),
    piece(1, { type: 'text_delta', text: 'Ol' }),
    piece(1, { type: 'text_delta', text: 'á' }),
    block(2, { type: 'tool_use', id: 'toolu_1', name: 'add', input: {} }),
    piece(2, { type: 'input_json_delta', partial_json: '' }),
    piece(2, { type: 'input_json_delta', partial_json: '{"a":' }),
    piece(2, { type: 'input_json_delta', partial_json: '1}' }),
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 20 } },
    { type: 'message_stop' },
  )

  expect(answer).toEqual({
    api: 'anthropic',
    model: 'claude',
    text: 'Olá',
    toolCalls: [{ kind: 'tool', choice: 0, text: '{"a":1}', name: 'add', id: 'toolu_1' }],
    parts: [
      { kind: 'thinking', choice: 0, text: 'hm' },
      { kind: 'text', choice: 0, text: 'Olá' },
      { kind: 'tool', choice: 0, text: '{"a":1}', name: 'add', id: 'toolu_1' },
    ],
    stopReason: 'tool_use',
    usage: { input: 5, output: 20 },
  })
})

test('a plain answer says the same at once', () => {
  const answer = plain({
    type: 'message',
    model: 'claude',
    content: [
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text: 'Hi' },
      { type: 'redacted_thinking', data: 'x' },
      { type: 'tool_use', id: 'toolu_1', name: 'add', input: { a: 1 } },
      { type: 'tool_use', name: 'raw', input: null },
    ],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1, output_tokens: 2 },
  })

  expect(answer).toMatchObject({
    text: 'Hi',
    stopReason: 'end_turn',
    usage: { input: 1, output: 2 },
  })
  expect(answer?.parts.map(({ kind, text }) => [kind, text])).toEqual([
    ['thinking', 'hm'],
    ['text', 'Hi'],
    ['tool', '{"a":1}'],
    ['tool', 'null'],
  ])
})

test('a delta that does not say its place belongs to the first block', () => {
  const delta = { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } }

  expect(streamed(start, delta)?.text).toBe('a')
})

test('an object of another kind is no answer', () => {
  expect(plain({ type: 'message', content: 'a Slack message' })).toBeUndefined()
})
