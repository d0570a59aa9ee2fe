import { expect, test } from 'vitest'
import { indentContinued } from '../../../../src/core/codec/general/indent-continued.ts'

test.each([
  ['behind a key', "  a: '{\n}'", "  a: '{\n   }'"],
  ['behind a dash', '- "{\n}"', '- "{\n }"'],
  ['behind a dash and a key', '- a: "{\n}"', '- a: "{\n   }"'],
  ['behind a key in quotes', '"a\\"": "{\n}"', '"a\\"": "{\n }"'],
  ['behind a key that begins with a dash', '-a: "{\n}"', '-a: "{\n }"'],
  ['with quotes in it', "a: 'it''s\nb'", "a: 'it''s\n b'"],
  ['behind a blank that is none to YAML', "  a: '\n \u00a0 b'", "  a: '\n   \u00a0 b'"],
  ['behind what only looks like an indicator', "-: 'b\nc'", "-: 'b\n c'"],
  ['behind a tab', "  a:\t'b\n c'", "  a:\t'b\n   c'"],
  ['behind a key with blanks behind it', "  'a' : 'b\n c'", "  'a' : 'b\n   c'"],
  ['behind tags', "  !!str a: !<x> &y 'b\n c'", "  !!str a: !<x> &y 'b\n   c'"],
  ['behind the marker of a document', "---\n  a:\n    'b\n c'", "---\n  a:\n    'b\n   c'"],
  ['behind a directive', "%YAML 1.1\n---\na: 'b\nc'", "%YAML 1.1\n---\na: 'b\n c'"],
  ['in another document', "a\n---\na: 'b\nc'", "a\n---\na: 'b\n c'"],
  ['on a line of its own', "  a: # x\n    'b\n c'", "  a: # x\n    'b\n   c'"],
  ['behind a block', "  a: >-\n\n   'b\n  c: 'd\n e'", "  a: >-\n\n   'b\n  c: 'd\n   e'"],
  [
    'behind plain text',
    "  a: b\n   'c\n  # d\n  e: 'f\n g'",
    "  a: b\n   'c\n  # d\n  e: 'f\n   g'",
  ],
  ['with a separator', "  a: 'b\u2028c\nd'", "  a: 'b\u2028   c\n   d'"],
  ['with a tab', "  a: 'b\n\tc'", "  a: 'b\n   \tc'"],
])('quoted text that stands left of its place is indented %s', (_, text, indented) => {
  expect(indentContinued(text).text).toBe(indented)
})

test.each([
  ['a map', '  a: {\nb: c\n}', '  a: {\n   b: c\n   }'],
  ['a list in a list', '- [[\na,b],\n]', '- [[\n a,b],\n ]'],
  [
    'quotes',
    "  a: ['b]\n', it's, {\"c\":'d\n'}\n]",
    "  a: ['b]\n   ', it's, {\"c\":'d\n   '}\n   ]",
  ],
  ['keys of their own', '  a: {? "b\n" : c?\n}', '  a: {? "b\n   " : c?\n   }'],
  [
    'text with colons and marks',
    "  a: [b:c, d#', ?e, f: 'g]'\n]",
    "  a: [b:c, d#', ?e, f: 'g]'\n   ]",
  ],
  ['comments', "  a: [ # it's ]\nb]", "  a: [ # it's ]\n   b]"],
])('brackets with %s in them that stand left of their place are indented', (_, text, indented) => {
  expect(indentContinued(text).text).toBe(indented)
})

test.each([
  ['stands right of its key', "a: 'b\n c'"],
  ['has empty lines', "a: 'b\n\n '"],
  ['divides documents', "a: 'b\n---\n '"],
  ['is in a block', "a: |\n  b: '\nc: d"],
  ['is a comment', "# a: 'b\nc"],
  ['never ends', "a: 'b\nc\n"],
  ['never ends in brackets', "a: ['b\nc\n"],
  ['is a list that never ends', 'a: [b\nc # d'],
  ['is in a block that ends the text', "a: |\n  b: '\n  "],
  ['goes on from plain text', "a: b\n 'c\n 'd\n"],
  ['is nothing', ''],
  ['follows a key without a colon', "'a' 'b\nc'"],
  ['would grow without end', `${' '.repeat(100)}a: '${'\nb'.repeat(50)}'`],
])('what %s is left as it is', (_, text) => {
  expect(indentContinued(text)).toEqual({ text, shifts: new Map() })
})

test('every line that was indented is known, and by how much', () => {
  expect(indentContinued("  a: '\nb\n  c\n   d'").shifts).toEqual(
    new Map([
      [2, 3],
      [3, 1],
    ]),
  )
})
