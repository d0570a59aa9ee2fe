import { expect, test } from 'vitest'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

const rules = compileRules()
const openaiKey = 'sk-proj-' + 'abcDEF0123'.repeat(3)

test('a request without secrets is the same object', () => {
  const interaction = interactionOf({
    url: 'https://api.example.com/v1?page=2',
    requestHeaders: [['accept', '*/*']],
    requestBody: '{"model":"gpt-5"}',
  })

  expect(redactInteraction(interaction, rules, new Vault())).toBe(interaction)
})

test('redacting twice changes nothing more', () => {
  const interaction = interactionOf({
    url: `https://api.example.com/?key=abc&q=${openaiKey}`,
    requestBody: JSON.stringify({ password: 'hunter2', text: `say ${openaiKey}` }),
  })
  const once = redactInteraction(interaction, rules, new Vault())

  expect(redactInteraction(once, rules, new Vault())).toBe(once)
})

test('the same secret gets the same placeholder, in order of appearance', () => {
  const { request, response } = redactInteraction(
    interactionOf({
      url: `https://api.example.com/?api_key=${openaiKey}`,
      requestBody: JSON.stringify({ password: 'first-word', text: openaiKey }),
      responseBody: JSON.stringify({ echo: openaiKey, access_token: 'second-word' }),
    }),
    rules,
    new Vault(),
  )

  expect(request.url).toBe('https://api.example.com/?api_key=REDACTED-1')
  expect(request.body).toBe('{"password":"[REDACTED:2]","text":"[REDACTED:1]"}')
  expect(response.body).toBe('{"echo":"[REDACTED:1]","access_token":"[REDACTED:3]"}')
})

test('a key from a header that is not kept is found where the server echoes it', () => {
  const { request, response } = redactInteraction(
    interactionOf({
      requestHeaders: [['x-api-key', 'opaque0123456789']],
      responseBody: `you sent opaque0123456789 or ${btoa('opaque0123456789')}`,
    }),
    rules,
    new Vault(),
  )

  expect(request.headers).toEqual({})
  expect(response.body).toBe('you sent [REDACTED:1] or [REDACTED:1]Q==')
})

test('chunk sizes and lengths fit the redacted body', () => {
  const body = `data: é ${openaiKey}\n\ndata: b\n\n`
  const { response } = redactInteraction(
    interactionOf({
      responseBody: body,
      responseHeaders: [['content-length', '58']],
      chunks: [
        { bytes: 20, at: 1 },
        { bytes: 29, at: 2 },
        { bytes: 9, at: 3 },
        { bytes: 0, at: 4 },
      ],
    }),
    rules,
    new Vault(),
  )

  expect(response.body).toBe('data: é [REDACTED:1]\n\ndata: b\n\n')
  expect(response.headers['Content-Length']).toEqual(['32'])
  expect(response.contentLength).toBe(32)
  expect(response.chunks).toEqual([
    { bytes: 20, at: 1 },
    { bytes: 3, at: 2 },
    { bytes: 9, at: 3 },
    { bytes: 0, at: 4 },
  ])
})
