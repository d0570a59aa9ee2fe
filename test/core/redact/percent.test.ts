import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeName, decodePercent } from '../../../src/core/redact/percent.ts'

test('what is not encoded has no decoded text', () => {
  expect(decodePercent('a=b&c')).toBeUndefined()
  expect(decodeName('api_key')).toBe('api_key')
})

test.each([
  ['a%20b+c', 'a b c'],
  ['%7b%7D', '{}'],
  ['100%', '100%'],
  ['%zz%4', '%zz%4'],
  ['%C3%A9', 'Ã©'],
])('%s is %s', (encoded, decoded) => {
  expect(decodeName(encoded)).toBe(decoded)
})

test('ASCII comes back as it was, and each unit knows where it stood', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', minLength: 1 }), (text) => {
      const encoded = `%20${encodeURIComponent(text)}`
      const decoded = decodePercent(encoded)
      const { start, end } = decoded?.toSource({ start: 1, end: 1 + text.length, rule: '' }) ?? {}

      expect(decoded?.text).toBe(` ${text}`)
      expect(encoded.slice(start, end)).toBe(encodeURIComponent(text))
    }),
  )
})
