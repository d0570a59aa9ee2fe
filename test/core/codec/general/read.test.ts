import { expect, test } from 'vitest'
import * as yaml from 'yaml'
import { sourceOf } from '../../../../src/core/codec/origin.ts'
import { parserWith } from '../../../../src/core/codec/parse.ts'
import { stringifyCassette } from '../../../../src/core/codec/write.ts'
import type { Interaction } from '../../../../src/core/model.ts'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../../support/cassette-text.ts'

/** Reads what a comment keeps from the scanner. */
function first(text: string): Interaction {
  const cassette = parseCassette(`${text}# by hand\n`)
  expect(sourceOf(cassette)?.isCanonical).toBe(false)
  return cassette.interactions[0] as Interaction
}

test.each([
  ['|\n      a\u2028      b', 'a\u2028b\n'],
  ['|\n      a\u2028      b\u2029\n      c', 'a\u2028b\u2029\nc\n'],
  ['|-\n      a\u2028      b', 'a\u2028b'],
  ['|+\n      a\u2028      b\n', 'a\u2028b\n\n'],
  ['|\n      a\u0085      b', 'a\nb\n'],
  ['|2\n       a\u2028      b', ' a\u2028b\n'],
  ['|\n      a\u2028\n      b', 'a\u2028\nb\n'],
  ['|-\n      a\u2029    error: x', 'a'],
  ['|\n      a\u2029    error: x', 'a\u2029'],
  ['|+\n\n      a\u0085\u2028\n    error: x', '\na\n\u2028\n'],
  ['|-\n\n      a\u2028      ', '\na'],
  ['|+\n\n        \n', '\n\n\n'],
  ['|\n\n        \n', ''],
  ['|2\n        ', '  \n'],
  ['>\n      a\n      b\n\n      c\n        d\n      e', 'a b\nc\n  d\ne\n'],
  ['>-\n      a\u2028      b\n      c', 'a\u2028b c'],
  ['>2-\n       a\n      b\n       ', ' a\nb\n '],
  ["'it''s \u2028\n ''b\u0085  c'", "it's\u2028\n'b c"],
  [
    '"\\L\u2028\n   \u2028  b\\x41\\u00e9\\/\\\u2029 c\\"  d"',
    '\u2028\u2028\n\u2028bA\u00e9/c"  d',
  ],
  ['"a\\\n\n\t\n  b\\\\\n  c"', 'a\n\nb\\ c'],
  ["'a\u2028b'", 'a\u2028b'],
  ['"a\u0085b"', 'a b'],
  ["'a \u2028  b'", 'a\u2028b'],
  ['a\u2028      b\n\n      c', 'a\u2028b\nc'],
  ['|\n      a\n        ', 'a\n  \n'],
  ['|-\n      a\n        ', 'a\n  '],
  ['|+\n      a\n        \n', 'a\n  \n\n'],
  ['|2-\n       a\n       ', ' a\n '],
  ['|2\n       a\n\n       \n\n', ' a\n\n \n'],
  ["'a\u2028b'", 'a\u2028b'],
  ['"a\u2029b"', 'a\u2029b'],
  ['"a\\u2028b"', 'a\u2028b'],
])('%j is read as Go reads it', (written, value) => {
  expect(first(cassetteText(`    body: ${written}\n`)).request.body).toBe(value)
})

test.each([
  ['"a\\"\n   }]} b"', 'a" }]} b'],
  ['"a\\"\n    error: x"', 'a" error: x'],
  ["'a''\n  b'", "a' b"],
  ["'a''\n    error: x'", "a' error: x"],
  ["'''\n  a'", "' a"],
  ['"\\"\n  a"', '" a'],
  ['"a\\\\" # c', 'a\\'],
  ["'a''' # c", "a'"],
  ['"a\\\\\n\n      b" # c', 'a\\\nb'],
  ["'' # c", ''],
  ["\t'a\n b'", 'a b'],
  ["\n      'a\n b'", 'a b'],
  ["!!str 'a\n b'", 'a b'],
  ["'a\u2028b\u0085c'", 'a\u2028b c'],
])('quotes at the end of a line do not end %j, which goes on left of its key', (written, value) => {
  const { body, url } = first(cassetteText(`    body: ${written}\n`)).request

  expect({ body, url }).toEqual({ body: value, url: 'http://a.test/' })
})

test.each([
  ['a', 'a'],
  ['a\n', 'a\n'],
  ['a\n        ', 'a\n  \n'],
  ['a\n      \n   ', 'a\n'],
  ['a\n\u0085', 'a\n'],
])('a block %j at the very end of a file is read as Go reads it', (text, body) => {
  const head = 'version: 2\ninteractions:\n- request: {}\n  response:\n    body: |\n      '

  expect(parseCassette(head + text).interactions[0]?.response.body).toBe(body)
  expect(parseCassette(head.replace('|', '|-') + text).interactions[0]?.response.body).toBe(
    body.replace(/\n$/, ''),
  )
})

test('a block that keeps its end keeps the blanks at the end of the file', () => {
  const text = 'version: 2\ninteractions:\n- request: {}\n  response:\n    body: |+\n      a\n   '

  expect(parseCassette(text).interactions[0]?.response.body).toBe('a\n\n')
})

test.each(['|\n      a\u2028    b', '|\n      a\u2028b', 'a\u2028b', "'a\u2028b': c"])(
  '%j is refused with a hint, for a raw separator ends a line',
  (written) => {
    expect(() => first(cassetteText(`    body: ${written}\n`))).toThrow(
      'A raw U+0085, U+2028 or U+2029 ends a line. In double quotes it is "\\N", "\\L" or "\\P".',
    )
  },
)

test.each([
  ['body', '~', ''],
  ['body', '', ''],
  ['method', 'Null', ''],
  ['method', '"null"', 'null'],
  ['url', '12', '12'],
  ['url', '1e3', '1e3'],
  ['url', 'yes', 'yes'],
  ['body', '!!binary "YQ=="', 'a'],
  ['body', '!!str 12', '12'],
  ['method', '!!binary "/w=="', '\uefff'],
  ['headers', '', {}],
  ['headers', '{!!binary 6Q==: [!!binary Wm/r]}', { '\uefe9': ['Zo\uefeb'] }],
  ['headers', '{A: [1, ~, b], B: }', { A: ['1', 'b'], B: [] }],
  ['headers', '{A, ~: [x]}', { A: [] }],
  ['headers', '{? A : [x], B: [y]}', { A: ['x'], B: ['y'] }],
  ['transfer_encoding', '~', []],
  ['transfer_encoding', '[a, null, "null"]', ['a', 'null']],
])('in a request, %s: %s is what Go makes of it', (key, written, value) => {
  const { request } = first(
    `version: 2\ninteractions:\n- request:\n    ${key}: ${written}\n  response: {}\n`,
  )
  const name = key === 'transfer_encoding' ? 'transferEncoding' : (key as 'body')

  expect(request[name]).toEqual(
    typeof value === 'object' && !Array.isArray(value)
      ? Object.assign(Object.create(null), value)
      : value,
  )
})

test.each([
  ['code', '~', { code: 0 }],
  ['uncompressed', '', { uncompressed: false }],
  ['uncompressed', 'off', { uncompressed: false }],
  ['uncompressed', 'On', { uncompressed: true }],
  ['duration', '~', { duration: 0 }],
  ['duration', '"0"', { duration: 0 }],
  ['duration', '""', { duration: 0 }],
  ['duration', '2000', { duration: 2000 }],
  ['duration', '-1m1m', { duration: -120_000_000_000 }],
  ['chunks', '[{at: 1s, bytes: 3}]', { chunks: [{ bytes: 3, at: 1_000_000_000 }] }],
  ['error', 'ECONNRESET', { error: 'ECONNRESET' }],
])('in a response, %s: %s is what it should be', (key, written, expected) => {
  const { response } = first(
    `version: 2\ninteractions:\n- request: {}\n  response:\n    ${key}: ${written}\n`,
  )

  expect(response).toMatchObject(expected)
})

test.each([
  ['a block in a list', "      - |-\n        'a\n\n        b\n", "'a\n\nb"],
  ['a folded block in a list', "      - >-\n        'a\n        b\n", "'a b"],
  ['a quoted text in a list', "      - 'a\n b'\n", 'a b'],
  ['what looks like a key', '      - "a\\\\\\": "\n', 'a\\": '],
  ['a double-quoted one', '      - "a: \\"\n b: \\\\"\n', 'a: " b: \\'],
])('%s is left as it is where quoted text stands left of its key', (_, item, value) => {
  const text = cassetteText(
    `    body: 'it''s\n x # y'\n    form:\n      ? "a\n"\n      : - b\n      a:\n${item}`,
  )

  expect(first(text).request).toMatchObject({
    body: "it's x # y",
    form: { 'a ': ['b'], a: [value] },
  })
})

test('a name may be as long as a body of JSON that was sent as a form', () => {
  const name = JSON.stringify({ prompt: 'Say hi. '.repeat(200) })

  const { form } = first(cassetteText(`    form:\n      '${name}':\n      - ''\n`)).request

  expect({ ...form }).toEqual({ [name]: [''] })
})

test('a number or a truth may be quoted where it is tagged, as Python can be told to write it', () => {
  const text = `"version": !!int "2"
"interactions":
- "request": {"url": "a"}
  "response": {"code": !!int "200", "uncompressed": !!bool "true"}
`
  const { code, uncompressed } = first(text).response

  expect({ code, uncompressed }).toEqual({ code: 200, uncompressed: true })
})

test('brackets may go on left of their key', () => {
  const text = cassetteText(
    '    headers: {A: [\n"b]", it\'s,\n], # c\n}\n    form: {\n "B": [c]\n }\n',
  )

  expect(first(text).request).toMatchObject({
    headers: { A: ['b]', "it's"] },
    form: { B: ['c'] },
  })
})

test('a key without value has nothing', () => {
  const text =
    'version: 2\ninteractions:\n- request:\n    ? url\n    ? body\n    : a\n  response:\n    ? code\n'

  expect(first(text).request).toMatchObject({ url: '', body: 'a' })
  expect(first(text).response.code).toBe(0)
})

test.each([
  ['a document without content', '---\n', 'line 1, column 1: there is nothing in it.'],
  [
    'a boolean in quotes',
    'version: 2\ninteractions:\n- {request: {}, response: {uncompressed: "true"}}\n',
    'line 3, column 42: "uncompressed" is neither true nor false.',
  ],
  [
    'a map for an interaction',
    'version: 2\ninteractions: {a: b}\n',
    'line 2, column 15: "interactions" is not a list.',
  ],
  [
    'no request',
    'version: 2\ninteractions:\n- response: {}\n',
    'line 3, column 3: there is no "request".',
  ],
  [
    'a key that is a list',
    'version: 2\ninteractions:\n- request: {[a]: b}\n  response: {}\n',
    'line 3, column 13: "request" is not text.',
  ],
])('%s is refused with its place', (_, text, message) => {
  expect(() => parseCassette(text)).toThrow(message)
})

const source = cassetteText('', '    body: ok\n    headers: {}\n')
const item = source.slice(source.indexOf('- id'))

test.each([
  ['comments between interactions', `${source}# one\n  # two\n\n${item.replace('id: 0', 'id: 1')}`],
  [
    'comments further in between interactions',
    `# é\n${source}      # one\n    # two\n${item.replace('id: 0', 'id: 1')}# end\n`,
  ],
  ['a key behind them', `${source}recorded_by: a test\n`],
  ['blanks behind them', `${source}  \n\n  # end\n`],
  ['a comment on the last line', `${source.trimEnd()} # end`],
  ['text of several bytes above', `# é€😀\n${source}x: 1\n`],
  ['quoted text left of its key', source.replace('body: ok', "body: 'o\n\n   k\n'")],
])('in a file with %s, an edit leaves all other lines alone', (_, text) => {
  const cassette = parseCassette(text)
  const edited = cassette.interactions[0] as { request: { method: string } }
  edited.request.method = 'PUT'

  const saved = new TextDecoder().decode(stringifyCassette(cassette))

  const [before = '', after = ''] = text.split(/- id: 0[^]*?duration: 1ms\n?/)
  expect(saved.startsWith(`${before}- id: 0\n`)).toBe(true)
  expect(saved.endsWith(`duration: 1ms\n${after.replace(/^ # end$/, '')}`)).toBe(true)
  expect(parseCassette(saved)).toEqual(cassette)
})

test('an edit below comments that stand further in leaves them alone', () => {
  const head = source.slice(0, -item.length)
  const further = item.replaceAll(/^/gm, '  ').trimEnd()
  const above = `${head}${further}\n        # one\n      # two\n`
  const cassette = parseCassette(`${above}${further}\n# by hand\n`)
  const edited = cassette.interactions[1] as { request: { method: string } }
  edited.request.method = 'PUT'

  const saved = new TextDecoder().decode(stringifyCassette(cassette))

  expect(saved).toBe(`${above}${further.replace('GET', 'PUT')}\n# by hand\n`)
})

test('a list under a key of its own line is written anew when it changed', () => {
  const text = source
    .replace('interactions:\n-', '? interactions\n: -')
    .replaceAll('\n  ', '\n    ')
  const cassette = parseCassette(text)
  expect(new TextDecoder().decode(stringifyCassette(cassette))).toBe(text)
  const edited = cassette.interactions[0] as { request: { method: string } }
  edited.request.method = 'PUT'

  expect(new TextDecoder().decode(stringifyCassette(cassette))).toBe(source.replace('GET', 'PUT'))
})

test('what goes wrong in the YAML package is no fault of the file', () => {
  const broken = class extends yaml.Lexer {
    override *lex(): Generator<string> {
      yield* []
      throw new RangeError('too deep')
    }
  }
  const parse = parserWith(() => ({ ...yaml, Lexer: broken }))

  expect(() => parse('# by hand')).toThrow(new RangeError('too deep'))
})
