import { expect, test } from 'vitest'
import { readCanonical } from '../../../../src/core/codec/scan/read.ts'
import { CassetteFormatError } from '../../../../src/core/errors.ts'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText, utf8 } from '../../../support/cassette-text.ts'

/** The body of the request as it is read in the end, or why it is not. */
function bodyOf(text: string): unknown {
  return outcome(text, ({ interactions }) => interactions[0]?.request.body)
}

function formOf(text: string): unknown {
  return outcome(text, ({ interactions }) => ({ ...interactions[0]?.request.form }))
}

function outcome(
  text: string,
  pick: (cassette: ReturnType<typeof parseCassette>) => unknown,
): unknown {
  try {
    return pick(parseCassette(text))
  } catch (error) {
    if (error instanceof CassetteFormatError) return error.problem
    throw error
  }
}

const noValue = 'it is not YAML: Implicit map keys need to be followed by map values.'

test.each([
  ['a comment behind a plain text', '    body: a # b\n', 'a'],
  ['a comment behind a folded text', '    body: a\n      # b\n', 'a'],
  ['a blank at the end', '    body: a \n', 'a'],
  ['a tab', '    body: a\tb\n', 'a\tb'],
  ['three dashes', '    body: ---a\n', '---a'],
  ['three points', '    body: ...\n', '...'],
  ['a quoted mark', '    body: "a\n--- b"\n', 'it is not YAML: Missing closing "quote.'],
  ['a quoted end', '    body: "a\n... b"\n', 'it is not YAML: Missing closing "quote.'],
  ['an indicator', '    body: [a]\n', '"body" is not text.'],
  ['a word for nothing', '    body: null\n', ''],
  ['another', '    body: ~\n', ''],
  ['no value', '    body:\n', ''],
  [
    'a map',
    '    body: a:\n',
    'it is not YAML: Nested mappings are not allowed in compact mappings.',
  ],
  ['a line that stands further in', '    body: a\n       b\n', 'a b'],
  ['a tab in double quotes', '    body: "a\tb"\n', 'a\tb'],
  ['a comment behind quotes', '    body: "a" # b\n', 'a'],
  ['a comment behind single quotes', "    body: 'a' # b\n", 'a'],
  ['an escape Go has not', '    body: "a\\/b"\n', 'a/b'],
  [
    'an escape of no digits',
    '    body: "\\xzz"\n',
    'it is not YAML: Invalid escape sequence \\xzz.',
  ],
  ['half a pair', '    body: "\\ud800"\n', '"body" holds half a surrogate pair.'],
  ['a blank before a fold', '    body: "a \n      b"\n', 'a b'],
  ['an empty line in quotes', '    body: "a\n\n      b"\n', 'a\nb'],
  [
    'an empty line in single quotes, with a separator,',
    "    body: 'a\n\n      b\u2028      c'\n",
    'a\nb\u2028c',
  ],
  ['a blank before an empty line', "    body: 'a \n\n      b'\n", 'a\nb'],
  ['a tab in an empty line', "    body: 'a\n\t\n      b'\n", 'a\nb'],
  [
    'a mark below an empty line in single quotes',
    "    body: 'a\n\n---\n      b'\n",
    "it is not YAML: Missing closing 'quote.",
  ],
  ['an empty line behind an escaped one', '    body: "a\\\n\n      b"\n', 'a\nb'],
  ['a tab behind a fold', '    body: "a\n      \tb"\n', 'a b'],
  ['a folded block', '    body: >\n      a\n      b\n', 'a b\n'],
  ['a block with another digit', '    body: |1\n     a\n', 'a\n'],
  ['a block further in', '    body: |\n         a\n', 'a\n'],
  ['a block with a comment', '    body: | # c\n      a\n', 'a\n'],
  ['a block of blanks', '    body: |\n        \n', ''],
  ['a line of blanks in a block', '    body: |\n      a\n      \n      b\n', 'a\n\nb\n'],
  ['an empty block', '    body: |\n', ''],
  ['base64 that is cut off', '    body: !!binary YQ\n', '"body" is not base64.'],
  ['base64 with more signs', '    body: !!binary YQ===\n', '"body" is not base64.'],
  ['no base64', '    body: !!binary |\n', ''],
  ['base64 further in', '    body: !!binary |\n        YQ==\n', 'a'],
  ['another tag', '    body: !!str a\n', 'a'],
  ['a separator in a plain text', '    body: a\u2028b\n', noValue],
  ['a separator behind a blank', "    body: 'a \u2028      b'\n", 'a\u2028b'],
  ['a separator without indentation', "    body: 'a\u2028b'\n", 'a\u2028b'],
  ['a separator before more blanks', "    body: 'a\u2028       b'\n", 'a\u2028b'],
  ['a separator in double quotes', '    body: "a\u2028b"\n', 'a\u2028b'],
  ['a separator in a block', '    body: |\n      a\u2028b\n', noValue],
  ['a separator before a blank in a block', '    body: |\n      a\u2028       b\n', 'a\u2028 b\n'],
  ['a separator that ends a block', '    body: |\n      a\u2028\n', 'a\u2028'],
  ['a next line', '    body: "a\u0085b"\n', 'a b'],
  ['a field twice', '    method: GET\n    body: a\n', '"method" stands here twice.'],
])('%s in a body is left to the general reader', (_, lines, body) => {
  const text = cassetteText(lines)

  expect(readCanonical(utf8(text))).toBeUndefined()
  expect(bodyOf(text)).toEqual(body)
})

test.each([
  ['a key twice', '    a:\n    - b\n    a:\n    - c\n', '"a" stands here twice.'],
  ['a key twice in quotes', '    "1":\n    - b\n    \'1\':\n    - c\n', '"1" stands here twice.'],
  ['a long key twice', '    ? a\n    : - b\n    ? a\n    : - b\n', '"a" stands here twice.'],
  ['a merge key', '    <<:\n    - b\n', 'merge keys are not read.'],
  ['a long merge key', '    ? <<\n    : - b\n', 'merge keys are not read.'],
  ['no key', '    ~:\n    - b\n', {}],
  ['a blank behind a key', '    a :\n    - b\n', { a: ['b'] }],
  [
    'a comment in a key',
    '    a #b:\n    - c\n',
    'it is not YAML: A block sequence may not be used as an implicit map key.',
  ],
  [
    'a key on two lines',
    '    "a\n      b":\n    - c\n',
    'it is not YAML: Implicit keys need to be on a single line.',
  ],
  ['a key without colon', '    a\n', '"form" is not a map.'],
  ['a tab in a key', '    a\tb:\n    - c\n', { 'a\tb': ['c'] }],
  [
    'a separator in a key',
    '    a\u2028b:\n    - c\n',
    'it is not YAML: All mapping items must start at the same column.',
  ],
  [
    'a separator in a quoted key',
    '    "a\u2028b":\n    - c\n',
    'it is not YAML: Missing closing "quote.',
  ],
  [
    'a key of a thousand characters',
    `    ${'k'.repeat(1001)}:\n    - c\n`,
    { ['k'.repeat(1001)]: ['c'] },
  ],
  ['a value without list', '    a: b\n', '"a" is not a list.'],
  ['a map in a list', '    a:\n    - b: c\n', '"a" is not text.'],
  ['a list in brackets', '    a: [b, c]\n', { a: ['b', 'c'] }],
  ['a list in brackets, half in quotes', '    a: ["b", c]\n', { a: ['b', 'c'] }],
  ['a comment behind brackets', '    a: ["b"] # c:\n', { a: ['b'] }],
  ['a blank in brackets', '    a: [ "b" ]\n', { a: ['b'] }],
  ['brackets on two lines', '    a: ["b",\n      "c"]\n', { a: ['b', 'c'] }],
  ['quotes on two lines in brackets', '    a: ["b\n      c"]\n', { a: ['b c'] }],
  ['a map in brackets', '    a: ["b": c]\n', '"a" is not text.'],
  [
    'brackets that are not closed',
    '    a: ["b"\n',
    'it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
  ],
  ['a separator in brackets', '    a: ["b\u2028c"]\n', { a: ['b\u2028c'] }],
  ['nothing', '    a:\n', { a: [] }],
  ['nothing in a list', '    a:\n    - b\n    - ~\n    -\n', { a: ['b'] }],
  ['a long key without list', '    ? a\n    : b\n', '"a" is not a list.'],
  ['a long key without value', '    ? a\n', { a: [] }],
  ['a comment', '    # a\n    a:\n    - b\n', { a: ['b'] }],
  ['a comment behind a key', '    a: # a\n    - b\n', { a: ['b'] }],
])('%s in a map is left to the general reader', (_, lines, form) => {
  const text = cassetteText(`    form:\n${lines.replaceAll(/(?<!\u2028)^(?=.)/gm, '  ')}\n`)

  expect(readCanonical(utf8(text))).toBeUndefined()
  expect(formOf(text)).toEqual(form)
})

const whole = cassetteText('    body: "a"\n')

test.each([
  ['no line feed at the end', whole.slice(0, -1), 1],
  ['nothing but a comment', '# a', 'there is nothing in it.'],
  ['nothing but a marker', '---\n', 'there is nothing in it.'],
  ['a comment behind the last', `${whole}# a\n`, 1],
  ['a comment among fields', whole.replace('    host', '    # a\n    host'), 1],
  ['a comment in which a line ends', whole.replace('- id', '# a\u2028# b\n- id'), 1],
  ['text behind the marker', whole.replace('---\n', '--- # a\n'), 1],
  ['another version', whole.replace('version: 2', 'version: 2.0'), 1],
  ['no list', whole.replace(/interactions:[^]*/, 'interactions:\n'), 0],
  ['more behind an empty list', 'version: 2\ninteractions: []\nmore: 1\n', 0],
  ['a text for a list', 'version: 2\ninteractions: a\n', '"interactions" is not a list.'],
  [
    'a column no dialect has',
    whole.replace(/(?<=interactions:\n)[^]*/, (list) =>
      list.replaceAll(/^(?=.)/gm, ' '.repeat(11)),
    ),
    1,
  ],
  ['an unknown key', whole.replace('    host', '    Host: x\n    host'), 1],
  ['a known key where it does not belong', whole.replace('    host', '    code: 1\n    host'), 1],
  ['a key behind the response', whole.replace(/$/, '  more: x\n'), 1],
  [
    'a large integer',
    whole.replace('content_length: 0', 'content_length: 9007199254740993'),
    '"content_length" is not an integer of up to 2^53.',
  ],
  ['an octal integer', whole.replace('content_length: 0', 'content_length: 010'), 1],
  ['a negative zero', whole.replace('content_length: 0', 'content_length: -0'), 1],
  [
    'no integer',
    whole.replace('content_length: 0', 'content_length: x'),
    '"content_length" is not an integer of up to 2^53.',
  ],
  ['another word for true', whole.replace('    status', '    uncompressed: yes\n    status'), 1],
  [
    'no boolean',
    whole.replace('    status', '    uncompressed: 1\n    status'),
    '"uncompressed" is neither true nor false.',
  ],
  [
    'a boolean in quotes',
    whole.replace('    status', '    uncompressed: "true"\n    status'),
    '"uncompressed" is neither true nor false.',
  ],
  ['a boolean of nothing', whole.replace('    status', '    uncompressed:\n    status'), 1],
  ['a duration in nanoseconds', whole.replace('1ms', '1000000'), 1],
  ['a duration of nothing', whole.replace('1ms', '~'), 1],
  [
    'no duration',
    whole.replace('1ms', '1 day'),
    '"duration" is not a Go duration of up to 104 days.',
  ],
  ['chunks without a list', `${whole}    chunks:\n`, 1],
  ['chunks on lines of their own', `${whole}    chunks:\n    - bytes: 1\n      at: 1ms\n`, 1],
  [
    'a chunk that is cut off',
    `${whole}    chunks:\n    - {bytes: 1, at: 1ms`,
    'it is not YAML: Flow map in block collection must be sufficiently indented and end with a }.',
  ],
  [
    'a chunk at no time',
    `${whole}    chunks:\n    - {bytes: 1, at: x}\n`,
    '"at" is not a Go duration of up to 104 days.',
  ],
])('%s is left to the general reader', (_, text, count) => {
  expect(readCanonical(utf8(text))).toBeUndefined()
  expect(outcome(text, ({ interactions }) => interactions.length)).toBe(count)
})

test('a file that ends anywhere but at its end is never taken for a whole one', () => {
  const body =
    "    body: 'it''s\n      b'\n    form:\n      ? |-\n        k\n      : - \"\\u00e9\\x41\"\n"
  const bytes = utf8(cassetteText(body, '    body: !!binary |\n      YWJj/w==\n'))
  const start = bytes.indexOf(10, 30)

  const taken = Array.from({ length: bytes.length - start }, (_, index) =>
    bytes.slice(0, start + index),
  )
    .filter((part) => readCanonical(part) !== undefined)
    .map((part) => new TextDecoder().decode(part))

  // Whole lines are a cassette again as soon as its response has begun. An editor's blanks may follow them.
  expect(taken.filter((part) => !/ response:\n/.test(part) || !/\n *$/.test(part))).toEqual([])
})

test('an error that has nothing to do with the layout reaches the caller', () => {
  class Broken extends Uint8Array<ArrayBuffer> {
    override indexOf(): never {
      throw new RangeError('out of memory')
    }
  }

  expect(() => readCanonical(Broken.from(utf8(whole.replaceAll('"', "'"))))).toThrow(
    'out of memory',
  )
})
