import { expect, test } from 'vitest'
import { goDialect } from '../../../src/core/codec/dialect.ts'
import { differenceFrom, formatCassette } from '../../../src/core/codec/format.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText, utf8 } from '../../support/cassette-text.ts'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

test.each([
  ['a', 'a', undefined],
  ['a\nbc\n', 'a\nbd\n', { line: 2, column: 2, actual: 'bc', canonical: 'bd' }],
  ['a\n', 'a\nb\n', { line: 2, column: 1, actual: '', canonical: 'b' }],
  ['a\nb\n', 'a\n', { line: 2, column: 1, actual: 'b', canonical: '' }],
  ['a\nb', 'a', { line: 2, column: 1, actual: 'b', canonical: '' }],
  ['a', 'a\nb', { line: 2, column: 1, actual: '', canonical: 'b' }],
  ['a', 'ab', { line: 1, column: 2, actual: 'a', canonical: 'ab' }],
])('%j differs from %j in one place', (actual, canonical, difference) => {
  expect(differenceFrom(utf8(actual), utf8(canonical))).toEqual(difference)
})

test('a canonical cassette is canonical', () => {
  const source = cassetteText('', '    body: ok\n    headers: {}\n')

  expect(text(formatCassette(parseCassette(source)))).toBe(source)
})

test('interactions are numbered in order', () => {
  const source = cassetteText('', '    body: ok\n    headers: {}\n')
  const renumbered = formatCassette(parseCassette(source.replace('id: 0', 'id: 9')))

  expect(text(renumbered)).toContain('- id: 0\n')
})

test('another dialect is written as it would write', () => {
  const formatted = text(formatCassette(parseCassette(cassetteText()), goDialect))

  expect(formatted).toContain('\n    - id: 0\n      request:\n        proto: HTTP/1.1\n')
})
