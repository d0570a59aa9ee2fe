import { expect, test } from 'vitest'
import { decodeText } from '../../../src/core/codec/decode-text.ts'
import { utf8 } from '../../support/cassette-text.ts'

test('a byte order mark is no text', () => {
  expect(decodeText(utf8('\ufeffé'), undefined)).toBe('é')
})

test.each([
  ['é: ', [0xff], 4],
  ['', [0xe9], 1],
  ['a\ufffd', [0x80], 3],
  ['a', [0xf0, 0x9f], 2],
])('what is no UTF-8 behind %j is shown where it is', (before, bytes, column) => {
  const text = Uint8Array.of(...utf8(before), ...bytes)

  expect(() => decodeText(text, 'a.yaml')).toThrow(
    `Cannot read a.yaml: line 1, column ${column}: it is not UTF-8.`,
  )
})
