import { expect, test } from 'vitest'
import { redactMessage } from '../../../src/core/redact/message.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'

const rules = compileRules()
const key = 'sk-' + 'abcDEF0123'.repeat(4)

test.each([
  [
    'a URL',
    'GET https://ann:pass@h.example/?key=abc failed',
    'GET https://h.example/?key=REDACTED-1 failed',
  ],
  ['a form', 'sent user=ann&password=abc', 'sent user=ann&password=REDACTED-1'],
  ['JSON', 'got {"password":"abc"}', 'got {"password":"[REDACTED:1]"}'],
  ['a token', `no ${key}, and ${key}`, 'no [REDACTED:1], and [REDACTED:1]'],
  ['nothing', 'GET https://h.example/?page=2', 'GET https://h.example/?page=2'],
])('a message says %s without its secrets', (_, message, expected) => {
  expect(redactMessage(message, rules)).toBe(expected)
})

test('with a vault it has the numbers of the cassette, and says nothing that the vault knows', () => {
  const vault = new Vault(6)
  vault.learn('opaque0123456789')

  expect(redactMessage('x opaque0123456789', rules, vault)).toBe('x [REDACTED:7]')
})
