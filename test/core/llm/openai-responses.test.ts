import { expect, test } from 'vitest'
import { plain, streamed } from './answers.ts'

const event = (type: string, more: object): object => ({ type: `response.${type}`, ...more })

test('the deltas of a stream add up to its text', () => {
  const answer = streamed(
    event('created', { response: { model: 'gpt-5', status: 'in_progress' } }),
    event('output_item.added', { output_index: 0, item: { type: 'reasoning', summary: [] } }),
    event('reasoning_summary_text.delta', { output_index: 0, summary_index: 0, delta: 'hm' }),
    event('output_item.added', { output_index: 1, item: { type: 'message', content: [] } }),
    event('output_text.delta', { output_index: 1, content_index: 0, delta: 'Ol' }),
    event('output_text.delta', { output_index: 1, content_index: 0, delta: 'á' }),
    event('output_text.done', { output_index: 1, content_index: 0, text: 'Olá' }),
    event('output_item.done', {
      output_index: 1,
      item: { type: 'message', content: [{ type: 'output_text', text: 'Olá' }] },
    }),
    event('completed', {
      response: { status: 'completed', usage: { input_tokens: 3, output_tokens: 4 } },
    }),
  )

  expect(answer).toEqual({
    api: 'openai-responses',
    model: 'gpt-5',
    text: 'Olá',
    toolCalls: [],
    parts: [
      { kind: 'thinking', choice: 0, text: 'hm' },
      { kind: 'text', choice: 0, text: 'Olá' },
    ],
    stopReason: 'completed',
    usage: { input: 3, output: 4 },
  })
})

test('a plain answer says the same at once', () => {
  const answer = plain({
    object: 'response',
    model: 'gpt-5',
    status: 'incomplete',
    incomplete_details: { reason: 'max_output_tokens' },
    output: [
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'Hi' }, { type: 'output_text' }] },
      { type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] },
      { type: 'function_call', name: 'add', call_id: 'call_1', arguments: '{"a":1}' },
      { type: 'custom_tool_call', name: 'sh', id: 'ctc_1', input: 'ls' },
    ],
  })

  expect(answer).toMatchObject({ text: 'Hi', stopReason: 'max_output_tokens' })
  expect(answer?.parts.map(({ kind, text, name, id }) => [kind, text, name, id])).toEqual([
    ['thinking', 'hm', undefined, undefined],
    ['text', 'Hi', undefined, undefined],
    ['refusal', 'No.', undefined, undefined],
    ['tool', '{"a":1}', 'add', 'call_1'],
    ['tool', 'ls', 'sh', 'ctc_1'],
  ])
})

test('a tool call keeps the name it began with and the arguments that its pieces add up to', () => {
  const item = { type: 'function_call', name: 'add', call_id: 'call_1', arguments: '' }
  const answer = streamed(
    event('output_item.added', { output_index: 2, item }),
    event('function_call_arguments.delta', { output_index: 2, delta: '{"a"' }),
    event('function_call_arguments.delta', { output_index: 2, delta: ':1}' }),
  )

  expect(answer?.toolCalls).toEqual([
    { kind: 'tool', choice: 0, text: '{"a":1}', name: 'add', id: 'call_1' },
  ])
})

test('events without an index, and deltas without text, are taken as they are', () => {
  const answer = streamed(event('output_text.delta', { delta: 'a' }), event('refusal.delta', {}))

  expect(answer?.parts.map(({ text }) => text)).toEqual(['a', ''])
  expect(answer?.stopReason).toBeUndefined()
})

test('what else stands in the stream changes nothing', () => {
  const answer = streamed(event('queued', { response: { status: 'queued' } }), { object: 'other' })

  expect(answer).toEqual({
    api: 'openai-responses',
    text: '',
    toolCalls: [],
    parts: [],
    usage: {},
  })
})
