import { expect, test } from 'vitest'
import { plain, streamed } from './answers.ts'

function piece(parts: readonly object[], more: object = {}): object {
  return {
    candidates: [{ content: { parts, role: 'model' }, ...more }],
    modelVersion: 'gemini-2.5',
  }
}

test('the pieces of a stream add up to its parts', () => {
  const answer = streamed(
    piece([{ text: 'hm', thought: true }]),
    piece([{ text: 'Ol' }]),
    piece([{ text: 'á' }, { inlineData: {} }]),
    {
      ...piece([{ text: '' }], { finishReason: 'STOP' }),
      usageMetadata: { promptTokenCount: 4, candidatesTokenCount: 6, thoughtsTokenCount: 10 },
    },
  )

  expect(answer).toEqual({
    api: 'gemini',
    model: 'gemini-2.5',
    text: 'Olá',
    toolCalls: [],
    parts: [
      { kind: 'thinking', choice: 0, text: 'hm' },
      { kind: 'text', choice: 0, text: 'Olá' },
    ],
    stopReason: 'STOP',
    usage: { input: 4, output: 16 },
  })
})

test('a plain answer and a JSON list of pieces say the same', () => {
  const pieces = [piece([{ text: 'Hi' }]), piece([{ text: '!' }])]

  expect(plain(piece([{ text: 'Hi!' }]))?.text).toBe('Hi!')
  expect(plain(pieces)?.text).toBe('Hi!')
})

test('calls come whole, with or without an id', () => {
  const add = { functionCall: { name: 'add', args: { a: 1 } } }
  const answer = streamed(
    piece([add, { functionCall: { name: 'add', args: { a: 2 } } }]),
    piece([{ functionCall: { id: 'x', name: 'now' } }]),
  )

  expect(answer?.toolCalls.map(({ name, id, text }) => [name, id, text])).toEqual([
    ['add', undefined, '{"a":1}'],
    ['add', undefined, '{"a":2}'],
    ['now', 'x', '{}'],
  ])
})

test('several candidates stay apart', () => {
  const candidate = (text: string, more: object = {}) => ({
    content: { parts: [{ text }] },
    ...more,
  })
  const answer = plain({
    candidates: [candidate('a'), candidate('b'), candidate('c', { index: 1 })],
  })

  expect(answer?.text).toBe('a')
  expect(answer?.parts.map(({ choice, text }) => [choice, text])).toEqual([
    [0, 'a'],
    [1, 'bc'],
  ])
})

test('a blocked prompt says why', () => {
  const answer = plain({
    promptFeedback: { blockReason: 'SAFETY' },
    usageMetadata: { promptTokenCount: 4, thoughtsTokenCount: 2 },
  })

  expect(answer).toMatchObject({ parts: [], stopReason: 'SAFETY', usage: { input: 4, output: 2 } })
})

test('an answer may cost no thoughts', () => {
  const usageMetadata = { candidatesTokenCount: 3 }

  expect(plain({ ...piece([]), usageMetadata })?.usage).toEqual({ output: 3 })
})
