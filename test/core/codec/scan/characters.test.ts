import { expect, test } from 'vitest'
import { readCanonical } from '../../../../src/core/codec/scan/read.ts'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText, utf8 } from '../../../support/cassette-text.ts'

const whole = cassetteText('    body: "a"\n')

test.each([
  ['an overlong character', [0xe0, 0x80, 0x80]],
  ['an overlong emoji', [0xf0, 0x80, 0x80, 0x80]],
  ['half a pair', [0xed, 0xa0, 0x80]],
  ['a character beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a byte that begins nothing', [0xff]],
  ['a byte that goes on with nothing', [0x80]],
  ['a character that is cut off', [0xc3]],
])('%s is no text', (_, bytes) => {
  const text = Uint8Array.of(...utf8(whole), ...bytes)

  expect(readCanonical(text)).toBeUndefined()
  expect(() => parseCassette(text)).toThrow('it is not UTF-8.')
})

test('an emoji that is cut off by the end of the file is no text', () => {
  expect(readCanonical(Uint8Array.of(...utf8(whole), 0xf0, 0x9f, 0x98))).toBeUndefined()
})

test.each(['\ufeff', '\ufffe', '\uffff', '\x7f', '\x00', '\r'])(
  '%j is left to the general reader',
  (character) => {
    expect(readCanonical(utf8(whole.replace('"a"', `"a${character}"`)))).toBeUndefined()
  },
)
