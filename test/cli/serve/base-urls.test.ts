import { expect, test } from 'vitest'
import {
  asksForVariable,
  baseUrlVariables,
  openaiPrefixIn,
  openaiPrefixUnder,
} from '../../../src/cli/serve/base-urls.ts'
import { interaction } from '../../support/interactions.ts'

const url = 'http://127.0.0.1:1'

test('clients are pointed to the server by the variables they know', () => {
  expect(baseUrlVariables({ url, openaiPrefix: '/v1', asked: [] })).toEqual({
    WIRETAPE_URL: url,
    ANTHROPIC_BASE_URL: url,
    OPENAI_BASE_URL: `${url}/v1`,
  })
})

test.each([
  ['GROQ_URL', { GROQ_URL: url }],
  ['GROQ_URL=', { GROQ_URL: url }],
  ['GROQ_URL=/openai', { GROQ_URL: `${url}/openai` }],
  ['GROQ_URL=openai=1', { GROQ_URL: `${url}/openai=1` }],
  ['OPENAI_BASE_URL=/v2', { OPENAI_BASE_URL: `${url}/v2` }],
])('--env %s sets one more', (one, expected) => {
  expect(asksForVariable(one)).toBe(true)
  expect(baseUrlVariables({ url, openaiPrefix: '/v1', asked: [one] })).toMatchObject(expected)
})

test.each(['', '=x', 'A B', '1A'])('%j names no variable', (one) => {
  expect(asksForVariable(one)).toBe(false)
})

test.each([
  ['https://api.openai.com/v1/chat/completions', '', '/v1'],
  ['https://api.openai.com/v1/completions', '', '/v1'],
  ['https://openrouter.ai/api/v1/chat/completions', '', '/api/v1'],
  ['https://x.example/openai/v1/responses?api-version=1', '', '/openai/v1'],
  ['https://api.deepseek.com/chat/completions', '', ''],
  ['https://x.example/openai/v1/embeddings', '/openai', '/v1'],
  ['https://x.example/other/v1/embeddings', '/openai', '/v1'],
  ['https://api.example.com/v1/things', '', '/v1'],
  ['no url', '', '/v1'],
])('the prefix of %s under %j is %j', (recorded, upstreamPath, prefix) => {
  expect(openaiPrefixIn([interaction({ request: { url: recorded } })], upstreamPath)).toBe(prefix)
})

test.each([
  ['', '/v1'],
  ['/openai', '/v1'],
  ['/v1', ''],
  ['/openai/v1beta', ''],
])('at an upstream with the path %j the prefix is %j', (upstreamPath, prefix) => {
  expect(openaiPrefixUnder(upstreamPath)).toBe(prefix)
})
