import { expect, test } from 'vitest'
import { Vault, vaultOf } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

test('the same secret has the same number, another the next', () => {
  const vault = new Vault()

  expect(['one', 'two', 'one', 'three'].map((secret) => vault.numberOf(secret))).toEqual([
    1, 2, 1, 3,
  ])
})

test.each([
  ['a URL', interactionOf({ url: 'https://x/?key=REDACTED-7' })],
  ['a body', interactionOf({ requestBody: '{"a":"[REDACTED:7]"}' })],
  ['bytes', interactionOf({ responseBody: Buffer.from('\u00ff[REDACTED:7]', 'latin1') })],
  ['a header', interactionOf({ responseHeaders: [['location', '/?sig=REDACTED-7']] })],
])('a cassette that has placeholders in %s is numbered on', (_, interaction) => {
  expect(vaultOf({ version: 2, interactions: [interaction] }).numberOf('secret')).toBe(8)
})

test('the revision grows with each secret that is looked for from now on', () => {
  const vault = new Vault()
  const before = vault.revision
  vault.learn('opaque0123456789')
  vault.learn('opaque0123456789')

  expect(vault.revision).toBe(before + 1)
  expect(vault.spansIn('as opaque0123456789 says')).toEqual([
    { start: 3, end: 19, rule: 'known', secret: 'opaque0123456789' },
  ])
})

test.each([
  ['a word', 'administrator'],
  ['a number', '202601020304050607'],
  ['a time', '2026-01-02T03:04:05Z'],
  ['a sentence', 'this is no secret at all, 1'],
  ['something short', 'abc-123'],
  ['something very long', 'abc-123'.repeat(4_000)],
])('%s is not looked for elsewhere', (_, secret) => {
  const vault = new Vault()
  vault.learn(secret)

  expect(vault.revision).toBe(0)
})

test('a private key is looked for, blanks and all', () => {
  const vault = new Vault()
  vault.learn(['-----BEGIN PRIVATE', 'KEY-----\nabc123\n-----END PRIVATE', 'KEY-----'].join(' '))

  expect(vault.revision).toBe(1)
})
