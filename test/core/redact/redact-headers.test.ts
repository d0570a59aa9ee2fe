import { expect, test } from 'vitest'
import { headersOf } from '../../../src/core/headers.ts'
import { redactHeaders } from '../../../src/core/redact/redact-headers.ts'
import { createRedaction } from '../../../src/core/redact/redaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'

const all = (): boolean => true

function redact(name: string, value: string): string | undefined {
  const headers = headersOf([[name, value]])
  return Object.values(
    redactHeaders(headers, all, createRedaction(compileRules(), new Vault())),
  )[0]?.[0]
}

test.each([
  ['Authorization', 'Bearer abc', 'Bearer [REDACTED:1]'],
  ['Authorization', 'abc', '[REDACTED:1]'],
  ['X-Api-Key', '', ''],
  ['Cookie', 'a=b; c=d', 'a=[REDACTED:1]; c=[REDACTED:2]'],
  [
    'Set-Cookie',
    'a=b; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly,c=d; SameSite=Lax',
    'a=[REDACTED:1]; Path=/; Expires=Thu, 01 Jan 2026 00:00:00 GMT; HttpOnly,c=[REDACTED:2]; SameSite=Lax',
  ],
  ['Location', '/cb?access_token=abc#x', '/cb?access_token=REDACTED-1#x'],
  [
    'Link',
    '<https://h/?key=abc&page=2>; rel="next", </?page=9&key=abc>; rel="last"',
    '<https://h/?key=REDACTED-1&page=2>; rel="next", </?page=9&key=REDACTED-1>; rel="last"',
  ],
  ['Refresh', '5; url=/?key=abc', '5; url=/?key=REDACTED-1'],
  ['User-Agent', 'node', 'node'],
])('%s: %s becomes %s', (name, value, expected) => {
  expect(redact(name, value)).toBe(expected)
})

test('headers without secrets are the same object', () => {
  const headers = headersOf([['accept', '*/*']])

  expect(redactHeaders(headers, all, createRedaction(compileRules(), new Vault()))).toBe(headers)
})

test('what the policy drops is gone, with and without a redaction', () => {
  const headers = headersOf([
    ['accept', '*/*'],
    ['x-acme', 'b'],
  ])
  const keeps = (name: string): boolean => name === 'Accept'

  expect(redactHeaders(headers, keeps, createRedaction(compileRules(), new Vault()))).toEqual({
    Accept: ['*/*'],
  })
})
