import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyBytes, bodyLength, bodyOf } from '../../src/core/body.ts'

test('bytes that are UTF-8 become text', () => {
  expect(bodyOf(new TextEncoder().encode('grüße 👋'))).toBe('grüße 👋')
})

test('a byte order mark stays', () => {
  expect(bodyOf(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe('\ufeffa')
})

test.each([
  ['a lone byte', [0xff]],
  ['a sequence that is cut off', [0x61, 0xe2, 0x82]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
])('%s is no UTF-8 and stays bytes', (_, bytes) => {
  const given = new Uint8Array(bytes)

  expect(bodyOf(given)).toBe(given)
})

test('a body comes back from its bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...bodyBytes(bodyOf(bytes))]).toEqual([...bytes])
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(bodyOf(bodyBytes(text))).toBe(text)
    }),
  )
})

test('the length of a body is that of its bytes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), (body) => {
      expect(bodyLength(body)).toBe(bodyBytes(body).byteLength)
    }),
  )
})

test.each([
  ['', 0],
  ['a', 1],
  ['\u007f\u0080', 3],
  ['\u07ff\u0800', 5],
  ['👋', 4],
  ['\ud800', 3],
  ['\ud800a', 4],
  [`a${'👋'.repeat(5_000)}`, 20_001],
  [`${'é'.repeat(4_095)}\ud800`, 8_193],
  ['\udc00\ud800', 6],
])('%j has %i bytes', (text, length) => {
  expect(bodyLength(text)).toBe(length)
  expect(bodyBytes(text).byteLength).toBe(length)
})
