import { expect, test } from 'vitest'
import { readCanonical } from '../../../../src/core/codec/scan/read.ts'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText, utf8 } from '../../../support/cassette-text.ts'

const whole = cassetteText('    body: "a"\n')
const [begun = '', rest = ''] = whole.split('a"\n')

test.each([
  ['an overlong character', [0xe0, 0x80, 0x80]],
  ['an overlong emoji', [0xf0, 0x80, 0x80, 0x80]],
  ['half a pair', [0xed, 0xa0, 0x80]],
  ['a character beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a byte that begins nothing', [0xff]],
  ['a byte that goes on with nothing', [0x80]],
  ['a character that is cut off', [0xc3]],
])('%s is no text', (_, bytes) => {
  const text = Uint8Array.of(...utf8(begun), ...bytes, ...utf8(`a"\n${rest}`))

  expect(readCanonical(text)).toBeUndefined()
  expect(() => parseCassette(text)).toThrow('it is not UTF-8.')
})

test.each([[[0xc3]], [[0xe2, 0x80]], [[0xf0, 0x9f, 0x98]]])(
  'a character that is cut off by the end of the file is no text: %j',
  (bytes) => {
    expect(readCanonical(Uint8Array.of(...utf8(begun), ...bytes))).toBeUndefined()
  },
)

test.each(['\ufeff', '\ufffe', '\uffff', '\x7f', '\x00', '\r'])(
  '%j is left to the general reader',
  (character) => {
    expect(readCanonical(utf8(whole.replace('"a"', `"a${character}"`)))).toBeUndefined()
  },
)

test.each([0, 1, 2, 3])('a file may begin %i bytes behind a word of the memory', (before) => {
  const bytes = utf8(' '.repeat(before) + whole).subarray(before)

  expect(readCanonical(bytes)).toEqual(readCanonical(utf8(whole)))
})

test.each([
  ['a plain text', '    body: ab\n'],
  ['a text in single quotes', "    body: 'ab'\n"],
  ['a text in double quotes', '    body: "ab"\n'],
  ['a folded text', "    body: 'c\n      ab'\n"],
  ['a block', '    body: |\n      c\n      ab\n'],
  ['base64', '    body: !!binary ab==\n'],
  ['a key', '    form:\n      ab:\n      - c\n'],
  ['a quoted key', '    form:\n      "ab":\n      - c\n'],
  ['a long key', '    form:\n      ? ab\n      : - c\n'],
  ['a value', '    form:\n      c:\n      - ab\n'],
  ['an item', '    transfer_encoding:\n    - ab\n'],
  ['a comment', '', '---', '# ab\n---'],
])('each character of %s is looked at', (_, lines, usual = 'ab', other = 'ab') => {
  const text = cassetteText(lines).replace(usual, other)
  const withInside = (inside: string) => utf8(text.replace('ab', `a${inside}b`))

  expect(readCanonical(withInside(''))).toBeDefined()
  expect(readCanonical(withInside('\x7f'))).toBeUndefined()
  expect(readCanonical(withInside('\x1f'))).toBeUndefined()
  expect(readCanonical(withInside('\ufeff'))).toBeUndefined()
})
