import { assert, property, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../support/cassette-text.ts'
import { decodeBase64, encodeBase64 } from '../../../src/core/codec/base64.ts'

test('bytes come back from their base64, which is that of Node', () => {
  assert(
    property(uint8Array({ maxLength: 200 }), (bytes) => {
      const encoded = encodeBase64(bytes)

      expect(new TextDecoder().decode(encoded)).toBe(Buffer.from(bytes).toString('base64'))
      expect(decodeBase64(encoded)).toEqual(bytes)
    }),
  )
})

test.each(['a', 'ab', 'abc', 'ab=', 'abc*', 'ab-_', 'abc€', '====', 'a===', 'a=bc', 'YQ==YQ=='])(
  '%j is no base64',
  (text) => {
    expect(decodeBase64(utf8(text))).toBeUndefined()
  },
)

test('lines and their indentation are no base64', () => {
  const text = utf8('x YWJ\n   jZA=\n   =\nx')

  expect(decodeBase64(text, 2, text.length - 1)).toEqual(utf8('abcd'))
})
