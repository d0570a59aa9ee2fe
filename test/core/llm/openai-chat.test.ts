import { expect, test } from 'vitest'
import { plain, streamed } from './answers.ts'

function chunk(delta: object, more: object = {}): object {
  return { model: 'gpt-5', choices: [{ index: 0, delta, ...more }] }
}

test('the deltas of a stream add up to its text', () => {
  const answer = streamed(
    { choices: [], prompt_filter_results: [] },
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Ol' }),
    chunk({ content: 'á!' }),
    chunk({}, { finish_reason: 'stop' }),
    { model: 'gpt-5', choices: [], usage: { prompt_tokens: 9, completion_tokens: 12 } },
  )

  expect(answer).toEqual({
    api: 'openai-chat',
    model: 'gpt-5',
    text: 'Olá!',
    toolCalls: [],
    parts: [{ kind: 'text', choice: 0, text: 'Olá!' }],
    stopReason: 'stop',
    usage: { input: 9, output: 12 },
  })
})

test('a plain answer says the same at once', () => {
  const answer = plain({
    model: 'gpt-5',
    choices: [{ message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  })

  expect(answer).toMatchObject({ text: 'Hi', stopReason: 'stop', usage: { input: 1, output: 2 } })
})

test('the pieces of tool calls are told apart by their index', () => {
  const call = (index: number, fn: object, id?: string) =>
    chunk({ tool_calls: [{ index, ...(id && { id }), function: fn }] })
  const answer = streamed(
    call(0, { name: 'add', arguments: '' }, 'call_1'),
    call(1, { name: 'mul', arguments: '{"x"' }, 'call_2'),
    call(0, { arguments: '{"a":1' }),
    call(1, { arguments: ':2}' }),
    call(0, { arguments: '}' }),
  )

  expect(answer?.toolCalls).toEqual([
    { kind: 'tool', choice: 0, text: '{"a":1}', name: 'add', id: 'call_1' },
    { kind: 'tool', choice: 0, text: '{"x":2}', name: 'mul', id: 'call_2' },
  ])
})

test('whole tool calls that nothing numbers are told apart by their id, or their place', () => {
  const answer = plain({
    choices: [
      {
        message: {
          content: null,
          tool_calls: [
            { id: 'a', function: { name: 'add', arguments: '{}' } },
            { id: 'b', custom: { name: 'sh', input: 'ls' } },
            { function: { name: 'sub' } },
          ],
        },
      },
    ],
  })

  expect(answer?.toolCalls.map(({ name, id, text }) => [name, id, text])).toEqual([
    ['add', 'a', '{}'],
    ['sh', 'b', 'ls'],
    ['sub', undefined, ''],
  ])
})

test.each([
  ['reasoning_content', { reasoning_content: 'hm', reasoning: 'hm' }],
  ['reasoning', { reasoning_content: '', reasoning: 'hm' }],
  [
    'a listed part',
    { content: [{ type: 'thinking', thinking: [{ text: 'h' }, { text: 'm' }, {}] }] },
  ],
])('thoughts are found under %s', (_, delta) => {
  expect(streamed(chunk(delta))?.parts).toEqual([{ kind: 'thinking', choice: 0, text: 'hm' }])
})

test('text is found in listed parts', () => {
  expect(streamed(chunk({ content: [{ type: 'text', text: 'hi' }] }))?.text).toBe('hi')
})

test('a refusal is a part of its own, not text', () => {
  const answer = plain({ choices: [{ message: { content: null, refusal: 'I cannot.' } }] })

  expect(answer?.text).toBe('')
  expect(answer?.parts).toEqual([{ kind: 'refusal', choice: 0, text: 'I cannot.' }])
})

test('several choices stay apart, and the text is that of the first', () => {
  const answer = streamed(
    { choices: [{ index: 0, delta: { content: 'a' } }] },
    { choices: [{ index: 1, delta: { content: 'x' } }] },
    { choices: [{ index: 0, delta: { content: 'b' } }] },
  )

  expect(answer?.text).toBe('ab')
  expect(answer?.parts.map(({ choice, text }) => [choice, text])).toEqual([
    [0, 'ab'],
    [1, 'x'],
  ])
})

test('the older completions are read too', () => {
  expect(streamed({ choices: [{ text: 'On' }] }, { choices: [{ text: 'ce' }] })?.text).toBe('Once')
})
