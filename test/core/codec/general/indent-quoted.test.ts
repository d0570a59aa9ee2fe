import { expect, test } from 'vitest'
import { indentQuoted } from '../../../../src/core/codec/general/indent-quoted.ts'

test.each([
  ['behind a key', "  a: '{\n}'", "  a: '{\n   }'"],
  ['behind a dash', '- "{\n}"', '- "{\n }"'],
  ['behind a dash and a key', '- a: "{\n}"', '- a: "{\n   }"'],
  ['behind a key in quotes', '"a\\"": "{\n}"', '"a\\"": "{\n }"'],
  ['behind a key that begins with a dash', '-a: "{\n}"', '-a: "{\n }"'],
  ['with quotes in it', "a: 'it''s\nb'", "a: 'it''s\n b'"],
  ['behind a blank that is none to YAML', "  a: '\n \u00a0 b'", "  a: '\n   \u00a0 b'"],
  ['that never ends', "a: 'b\nc\n", "a: 'b\n c\n"],
])('quoted text that stands left of its place is indented %s', (_, text, indented) => {
  expect(indentQuoted(text).text).toBe(indented)
})

test.each([
  ['stands right of its key', "a: 'b\n c'"],
  ['has empty lines', "a: 'b\n\n '"],
  ['divides documents', "a: 'b\n---\n '"],
  ['is in a block', "a: |\n  b: '\nc: d"],
  ['is a comment', "# a: 'b\nc"],
  ['follows a dash that is no indicator', "-: 'b\nc'"],
  ['follows a key without a colon', "'a' 'b\nc'"],
  ['would grow without end', `${' '.repeat(100)}a: '${'\nb'.repeat(50)}'`],
])('what %s is left as it is', (_, text) => {
  expect(indentQuoted(text)).toEqual({ text, shifts: new Map() })
})

test('every line that was indented is known, and by how much', () => {
  expect(indentQuoted("  a: '\nb\n  c\n   d'").shifts).toEqual(
    new Map([
      [2, 3],
      [3, 1],
    ]),
  )
})
