import { expect, test } from 'vitest'
import { requestLineOf, sourceOf } from '../../../../src/core/codec/origin.ts'
import { readCanonical } from '../../../../src/core/codec/scan/read.ts'
import { stringifyCassette } from '../../../../src/core/codec/write.ts'
import type { Cassette, Interaction, RecordedResponse } from '../../../../src/core/model.ts'
import { cassetteText, utf8 } from '../../../support/cassette-text.ts'

function read(text: string): Cassette {
  const cassette = readCanonical(utf8(text))
  if (cassette === undefined) throw new Error('It is not canonical.')
  return cassette
}

function saved(cassette: Cassette): string {
  return new TextDecoder().decode(stringifyCassette(cassette))
}

function first(text: string): Interaction {
  return read(text).interactions[0] as Interaction
}

test.each([
  ['a: b', 'a: b', "'a: b'"],
  ['plain', 'a#b:c', 'a#b:c'],
  ['folded', 'a b', 'a\n      b'],
  ['single-quoted and folded', "it's a b", "'it''s a\n      b'"],
  [
    'single-quoted, with empty lines',
    "it's a\n\nb c\n",
    "'it''s a\n\n\n      b\n      c\n  \n      '",
  ],
  ['single-quoted, and begins with an empty line', '\na', "'\n\n      a'"],
  ['single-quoted and left of its key', 'a b', "'a\n b'"],
  ['with a separator', 'a\u2028b', "'a\u2028      b'"],
  ['with a separator and a dash', '– a\u2028b', "'– a\u2028      b'"],
  ['with both separators', '\u2029a\u2028b', "'\u2029      a\u2028      b'"],
  ['double-quoted', 'a', '"a"'],
  ['double-quoted and left of its key', 'a --b ===', '"a\n--b\n==="'],
  [
    'escaped',
    '\0\x07\b\t\n\v\f\r\x1b"\\ \x85\xa0\u2028\u2029',
    '"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\"\\\\ \\N\\_\\L\\P"',
  ],
  ['escaped by number', 'AéÉ€😀', '"\\x41\\xe9\\xC9\\u20AC\\U0001F600"'],
  ['folded in double quotes', 'a  b', '"a\n      \\ b"'],
  ['folded as by Python', 'ab  c\n', '"a\\\n      b\\\n      \\  c\\n\\\n      "'],
  ['escaped as in JSON', '€ "\\ \n', '"\\u20ac \\"\\\\ \\n"'],
  ['a literal of one line', 'a', '|-\n      a'],
  ['a literal of two', 'a\nb\n', '|\n      a\n      b'],
  ['a literal that keeps its end', 'a\n\n', '|+\n      a\n'],
  ['a literal that begins with a blank', ' a\nb', '|2-\n       a\n      b'],
  ['a literal that begins with a line feed', '\n a\n', '|2\n\n       a'],
  ['a literal with a separator', 'a\u2028b\n', '|\n      a\u2028      b'],
  ['a literal with a separator and a dash', '– a\u2028b\n', '|\n      – a\u2028      b'],
  ['short base64', 'ab', '!!binary YWI='],
  ['emoji', '😀', '😀'],
])('a body that is %s is read', (_, value, written) => {
  expect(first(cassetteText(`    body: ${written}\n`)).request.body).toBe(value)
})

test('base64 of what is no UTF-8 is bytes', () => {
  const lines = '    body: !!binary |\n      AP8A\n      /w==\n'

  expect(first(cassetteText(lines)).request.body).toEqual(Uint8Array.of(0, 0xff, 0, 0xff))
})

test.each([0, 1, 2, 3, 4])('a long escaped text is read whole, behind %d further bytes', (more) => {
  const text = `${'x'.repeat(more)}${'€😀é'.repeat(20_000)}`
  const written = [`"\\x09${text}"`, `"\\t${text}"`]

  for (const body of written) {
    expect(first(cassetteText(`    body: ${body}\n`)).request.body).toBe(`\t${text}`)
  }
})

test.each([
  [' {}', {}],
  [' { }', {}],
  ['\n      A:\n      - b\n      "1": []\n', { A: ['b'], 1: [] }],
  ['\n      A:\n      - "1"\n      - |-\n        c\n', { A: ['1', 'c'] }],
  ["\n      'a b':\n      - 'c: d'\n      - \"e\\tf\"\n", { 'a b': ['c: d', 'e\tf'] }],
  ["\n      A:\n      - 'b\u2028        c'\n", { A: ['b\u2028c'] }],
  [
    '\n      B:\n      - x\n      A:\n      - y\n      AA:\n      - z\n      A-:\n      - w\n',
    { B: ['x'], A: ['y'], AA: ['z'], 'A-': ['w'] },
  ],
  [
    '\n      ? |-\n        a\n        b\n      : - x\n        - y\n      ? c\n      : []\n',
    { 'a\nb': ['x', 'y'], c: [] },
  ],
])('the map %j is read', (lines, map) => {
  const text = cassetteText(`    form:${lines.trimEnd()}\n`)

  expect({ ...first(text).request.form }).toEqual(map)
})

test('lists, chunks and error are read', () => {
  const list = '    transfer_encoding:\n    - chunked\n    - "1"\n'
  const text = cassetteText('', '    uncompressed: true\n').replace('    host', `${list}    host`)
  const { interactions } = read(`${text}    chunks:
    - {bytes: 1, at: 0s}
    - {bytes: 0, at: 1.5s}
    error: ECONNRESET
`)

  expect(interactions[0]?.request.transferEncoding).toEqual(['chunked', '1'])
  expect(interactions[0]?.response).toMatchObject({
    uncompressed: true,
    chunks: [
      { bytes: 1, at: 0 },
      { bytes: 0, at: 1_500_000_000 },
    ],
    error: 'ECONNRESET',
  })
})

test('a list of no chunks is read', () => {
  expect(first(`${cassetteText()}    chunks: []\n`).response.chunks).toEqual([])
})

test.each([
  ['1ms', 1_000_000],
  ['1.5s', 1_500_000_000],
  ['1234567s', 1_234_567_000_000_000],
  ['980.667µs', 980_667],
  ['1h2m3s', 3_723_000_000_000],
  ['-1ms', -1_000_000],
  ["'2s'", 2_000_000_000],
  ['""', 0],
])('the duration %s is read', (written, nanoseconds) => {
  expect(first(cassetteText().replace('1ms', written)).response.duration).toBe(nanoseconds)
})

test.each([
  ['comments above it', `# a\n#b\n${cassetteText()}`, 1],
  ['its end marked', `${cassetteText()}...\n\n`, 1],
  ['its end marked, sorted', `${cassetteText().slice(15)}version: 2\n...\n`, 1],
  ['nothing but its end marked', 'version: 2\ninteractions: []\n...\n', 0],
  ['comments below its mark', cassetteText().replace('---\n', '---\n# a\n'), 1],
  [
    'a comment below its version',
    cassetteText().replace('interactions', ' # é\n\n#\ninteractions'),
    1,
  ],
  ['comments above its first', cassetteText().replace('- id', '\n        # a\n# b\n\n- id'), 1],
  ['a comment below no interactions', 'version: 2\ninteractions: []\n# a\n', 0],
  ['no mark', cassetteText().replace('---\n', ''), 1],
  ['no interactions', '---\nversion: 2\ninteractions: []\n', 0],
  [
    'empty lines between interactions',
    `${cassetteText()}\n\n${cassetteText().replace(/^---\n.*\n.*\n/, '')}\n`,
    2,
  ],
])('a cassette with %s is read', (_, text, count) => {
  expect(read(text).interactions).toHaveLength(count)
})

test('an edit below comments leaves them where they stand', () => {
  const [head = '', item = ''] = cassetteText('', "    headers: {}\n    body: ''\n").split(
    /(?=- id)/,
  )
  const above = `${head}# a\n\n${item}\n      # b\n  # c\n`
  const cassette = read(above + item)
  const { request } = cassette.interactions[1] as { request: { method: string } }
  request.method = 'PUT'

  const text = saved(cassette)

  expect(text.startsWith(`${above}- id: 0\n`)).toBe(true)
  expect(text).toContain('    method: PUT\n')
})

test('lists in brackets are read, and saved as they stand', () => {
  const text = cassetteText(
    `    transfer_encoding: ["chunked", 'it''s']\n`,
    `    headers:\n      A: ["a, b] # c", '', "\\u00e9"]\n      B:\n      - c\n      "D:": ['"d": é']\n`,
  )

  expect(first(text).request.transferEncoding).toEqual(['chunked', "it's"])
  expect(first(text).response.headers).toEqual({
    A: ['a, b] # c', '', 'é'],
    B: ['c'],
    'D:': ['"d": é'],
  })
  expect(saved(read(text))).toBe(text)
})

test.each([3, 4, 8])(
  'a cassette that Prettier indented by %d is read, and saved as it stands',
  (indent) => {
    const [item, field, key, value] = [1, 2, 3, 4].map((level) => {
      return ' '.repeat(level * indent + (level === 1 ? 0 : 2))
    })
    const text = cassetteText('    form:\n      a:\n      - b\n', '    body: |\n      {\n      }\n')
      .replaceAll(/^ {6}- /gm, `${value}- `)
      .replaceAll(/^ {6}(?=\S)/gm, key as string)
      .replaceAll(/^ {4}(?=\S)/gm, field as string)
      .replaceAll(/^(?=- id| {2}re)/gm, item as string)

    expect(first(text).request.form).toEqual({ a: ['b'] })
    expect(first(text).response).toMatchObject({ body: '{\n}\n', code: 200 })
    expect(saved(read(text))).toBe(text)
  },
)

test.each([
  ['no id', '- request:', 0],
  ['an id', '- id: 7\n  request:', 7],
  ['a negative id', '- id: -7\n  request:', -7],
  ['a large id', '- id: 1099511627783\n  request:', 1_099_511_627_783],
])('an interaction with %s is read', (_, start, id) => {
  expect(first(cassetteText().replace('- id: 0\n  request:', start)).id).toBe(id)
})

test('a pre-release has the id in its request', () => {
  const text = cassetteText().replace('- id: 0\n  request:', '- request:')

  expect(first(text.replace('    method: GET\n', '    method: GET\n    id: 3\n')).id).toBe(3)
})

// As a script leaves it that loads a cassette and dumps it, with its keys sorted: those of DataDog's clients, say.
const sorted = `interactions:
- request:
    body: |
      {}
    form: {}
    headers:
      Accept:
      - application/json
    id: 0
    method: POST
    url: http://a.test/
  response:
    body: '{"a":
      1}

      '
    code: 201
    duration: 0ms
    headers: {}
    status: 201 Created
- request:
    body: ''
    form: {}
    headers:
      Accept:
      - '*/*'
    id: 1
    method: DELETE
    url: http://a.test/
  response:
    body: ''
    code: 204
    duration: 0ms
    headers: {}
    status: 204 No Content
version: 2
`

test('a cassette whose keys are sorted is read', () => {
  const { interactions } = read(sorted)

  expect(interactions).toMatchObject([
    {
      id: 0,
      request: {
        body: '{}\n',
        headers: { Accept: ['application/json'] },
        method: 'POST',
        url: 'http://a.test/',
      },
      response: { body: '{"a": 1}\n', code: 201, status: '201 Created' },
    },
    { id: 1, request: { body: '', method: 'DELETE' }, response: { code: 204 } },
  ])
})

test('requests of one URL keep their methods, wherever those stand', () => {
  const lines = read(sorted).interactions.map((it) => requestLineOf(it))

  expect(lines).toEqual([
    { method: 'POST', url: 'http://a.test/' },
    { method: 'DELETE', url: 'http://a.test/' },
  ])
})

test('a large body is decoded later, wherever the other fields stand', () => {
  const body = 'x'.repeat(5_000)
  const text = sorted.replace('{}\n    form', `${body}é\n    form`)

  expect(first(text).request).toMatchObject({ body: `${body}é\n`, method: 'POST', form: {} })
})

test('an edit of a cassette whose version stands below leaves it there', () => {
  const cassette = read(sorted)
  const { response } = cassette.interactions[1] as { response: Mutable<RecordedResponse> }
  response.status = '204 Gone'

  const [before = '', after = ''] = sorted.split("- request:\n    body: ''")

  expect(after).not.toBe('')
  expect(saved(cassette).startsWith(before)).toBe(true)
  expect(saved(cassette)).toMatch(
    /status: 204 Gone\n    code: 204\n    duration: 0s\nversion: 2\n$/,
  )
})

test.each([
  ['no interactions above its version', 'interactions: []\nversion: 1\n', 0],
  ['empty lines above and below its version', sorted.replace('version: 2', '\nversion: 2\n\n'), 2],
])('a cassette with %s is read', (_, text, count) => {
  expect(read(text).interactions).toHaveLength(count)
})

test.each([
  ['no version', sorted.replace('version: 2\n', '')],
  ['two versions', `version: 2\n${sorted}`],
  ['something below its version', `${sorted}x: 1\n`],
  ['another version below', sorted.replace('version: 2', 'version: 3')],
  ['a version further in', sorted.replace('version: 2', '  version: 2')],
  ['a key that is sorted in twice', sorted.replace('    id: 0\n', "    id: 0\n    body: ''\n")],
])('a cassette with %s is left to the general reader', (_, text) => {
  expect(readCanonical(utf8(text))).toBeUndefined()
})

test('what is asked for twice is the same', () => {
  const { request } = first(cassetteText('    headers:\n      A:\n      - b\n'))

  expect(request.headers).toBe(request.headers)
})

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

test('an interaction can be changed like any object, and what was set back has not changed', () => {
  const text = cassetteText('    body: a\n', '    body: ok\n    headers: {}\n')
  const cassette = read(text)
  const interaction = cassette.interactions[0] as { response: Mutable<RecordedResponse> }
  interaction.response.body = 'other'
  const changed = saved(cassette)
  interaction.response.body = 'ok'

  expect(changed).toBe(text.replace('body: ok', 'body: other'))
  expect(stringifyCassette(cassette)).toBe(sourceOf(cassette)?.bytes)
})

test('what nobody asked for is as it was', () => {
  const text = cassetteText('    body: a\n', '    body: ok\n    headers: {}\n')
  const cassette = read(text)
  expect(cassette.interactions[0]?.request.method).toBe('GET')

  expect(stringifyCassette(cassette)).toBe(sourceOf(cassette)?.bytes)
})

test('a response that is replaced is written', () => {
  const text = cassetteText('    body: a\n', '    body: ok\n    headers: {}\n')
  const cassette = read(text)
  const interaction = cassette.interactions[0] as { response: RecordedResponse }
  interaction.response = { ...interaction.response, code: 201 }

  expect(saved(cassette)).toBe(text.replace('code: 200', 'code: 201'))
})

test('a double quote alone begins a value of several lines', () => {
  const lines = '    headers:\n      A:\n      - "\n      - c"\n'

  expect(first(cassetteText(lines)).request.headers).toEqual({ A: [' - c'] })
})

test('a quoted value of a header ends with its quote, on whatever line', () => {
  const values = ["'''\n        x'", "'a'", "''", "'it''s'", "'a\n        b'", "'\n        a'"]
  const lines = values.map((value) => `      - ${value}\n`).join('')

  expect(first(cassetteText(`    headers:\n      A:\n${lines}`)).request.headers).toEqual({
    A: ["' x", 'a', '', "it's", 'a b', ' a'],
  })
})
