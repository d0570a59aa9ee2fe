import { expect, test } from 'vitest'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

const rules = compileRules()
const key = 'sk-proj-' + 'abcDEF0123'.repeat(3)

function redact(responseBody: string): string {
  const { response } = redactInteraction(interactionOf({ responseBody }), rules, new Vault())
  return String(response.body)
}

function events(datas: readonly unknown[]): string {
  return datas.map((data) => `data: ${JSON.stringify(data)}\n\n`).join('')
}

const cut = [key.slice(0, 2), key.slice(2, 9), key.slice(9, 20), key.slice(20)]
const said = ['Your key is ', ...cut, ' bye']
const redacted = ['Your key is ', '[REDACTED:1]', '', '', '', ' bye']

test.each<[string, (text: string) => unknown]>([
  ['chat completions', (content) => ({ choices: [{ index: 0, delta: { content } }] })],
  ['responses', (delta) => ({ type: 'response.output_text.delta', output_index: 1, delta })],
  ['messages', (text) => ({ type: 'content_block_delta', index: 0, delta: { text } })],
  ['thinking', (thinking) => ({ index: 2, delta: { type: 'thinking_delta', thinking } })],
  ['gemini', (text) => ({ candidates: [{ content: { parts: [{ text }] } }] })],
])('a key spread over the deltas of %s goes from every one', (_, event) => {
  expect(redact(events(said.map(event)))).toBe(events(redacted.map(event)))
})

test('a key spread over ndjson lines goes from every one', () => {
  const lines = (texts: readonly string[]): string =>
    texts.map((response) => `${JSON.stringify({ model: 'm', response })}\n`).join('')

  expect(redact(lines(said))).toBe(lines(redacted))
})

test('a secret spread over the arguments of a tool call goes by its place', () => {
  const event = (partial_json: string): unknown => ({ delta: { partial_json } })
  const pieces = ['{"user":"ann","pass', 'word": "', 'hunt', 'er2\\"', '", "x": 1}']

  expect(redact(events(pieces.map(event)))).toBe(
    events(['{"user":"ann","pass', 'word": "', '[REDACTED:1]', '', '", "x": 1}'].map(event)),
  )
})

test('choices that come by turns are read apart', () => {
  const event = (index: number) => (content: string) => ({
    choices: [{ delta: { content }, index }],
  })
  const datas = cut.flatMap((content) => [event(0)('ab'), event(1)(content)])

  expect(redact(events(datas))).toBe(
    events(['[REDACTED:1]', '', '', ''].flatMap((content) => [event(0)('ab'), event(1)(content)])),
  )
})

test('the whole text at the end is no continuation', () => {
  const delta = (text: string): unknown => ({ delta: text })
  const whole = said.slice(0, -1).join('')
  const end = { delta: whole }

  expect(redact(events([...said.slice(0, -1).map(delta), end]))).toBe(
    events([...redacted.slice(0, -1).map(delta), { delta: 'Your key is [REDACTED:1]' }]),
  )
})

test('pieces of a body that is no stream are not joined', () => {
  const body = JSON.stringify({ messages: cut.map((content) => ({ content })) })

  expect(redact(body)).toBe(body)
})

test('events without an index, empty deltas and a last line that does not end are read, too', () => {
  const lines = (texts: readonly string[]): string =>
    texts
      .map((content, index) => JSON.stringify(index === 1 ? { index: 1, text: 'a' } : { content }))
      .join('\n')

  expect(redact(lines(['sk-abcDEF', '', '', '0123456789abcDEF', '0123456789']))).toBe(
    lines(['[REDACTED:1]', '', '', '', '']),
  )
})

test('what is not joined after all is left alone', () => {
  const chunks = ['sk', '-', 'shorts', ' are nice'].map((content) => ({ delta: { content } }))

  expect(redact(events(chunks))).toBe(events(chunks))
})
