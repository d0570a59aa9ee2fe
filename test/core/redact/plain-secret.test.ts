import { expect, test } from 'vitest'
import { plainSecret } from '../../../src/core/redact/plain-secret.ts'

test.each([
  ['a b', false, 'a b'],
  ['a%20b', false, 'a%20b'],
  ['a%20%C3%A9+b', true, 'a é+b'],
  ['100%', true, '100%'],
  [String.raw`a\"b\\c\/d\ne\u0026`, false, 'a"b\\c/d\ne&'],
  ['cut off\\', false, 'cut off\\'],
])('%s is plain %s', (value, isEncoded, plain) => {
  expect(plainSecret(value, isEncoded)).toBe(plain)
})
