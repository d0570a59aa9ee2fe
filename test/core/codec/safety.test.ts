import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sourceOf } from '../../../src/core/codec/origin.ts'
import { stringifyCassette } from '../../../src/core/codec/write.ts'
import { CassetteFormatError } from '../../../src/core/errors.ts'
import { newHeaders } from '../../../src/core/headers.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'

const seed = readFileSync('cassettes/simple_streaming.yaml', 'utf8')
const minimal = (fields = '', response = '') =>
  `version: 2\ninteractions:\n- request:\n    url: a\n${fields}  response:\n    code: 200\n${response}`
const read = (text: string | Uint8Array) => parseCassette(text).interactions[0]
const utf16 = new Uint8Array(Buffer.from(`\ufeff${seed}`, 'utf16le'))

function errorOf(source: string | Uint8Array): CassetteFormatError {
  try {
    parseCassette(source, { file: 'a.yaml' })
  } catch (error) {
    if (error instanceof CassetteFormatError) return error
    throw error
  }
  throw new Error('It was read.')
}

test.each<[string, string | Uint8Array, string, number, number]>([
  ['an alias', minimal('    x: *a\n'), 'aliases are not read: no cassette has one.', 5, 8],
  ['an anchor', minimal('    x: &a b\n'), 'anchors are not read: no cassette has one.', 5, 8],
  [
    'depth',
    minimal(`    x: ${'['.repeat(200)}${']'.repeat(200)}\n`),
    'it is nested more than 64 levels deep.',
    5,
    69,
  ],
  [
    'depth on one line',
    minimal(`    ${'a: '.repeat(50_000)}\n`),
    'it is nested more than 64 levels deep.',
    5,
    191,
  ],
  [
    'depth that is never closed',
    '['.repeat(50_000),
    'it is nested more than 64 levels deep.',
    1,
    66,
  ],
  ['a text behind quotes', '"a" b', 'it is not YAML: Unexpected scalar at node end.', 1, 5],
  [
    'half a directive',
    '# a\n%YAML\n---\na',
    'it is not YAML: %YAML directive should contain exactly one part.',
    2,
    1,
  ],
  ['a bracket alone', ']', 'it is not YAML: Unexpected flow-seq-end token in YAML document.', 1, 1],
  ['a key twice', minimal('    url: b\n'), '"url" stands here twice.', 5, 5],
  [
    'a header twice',
    minimal('    headers:\n      B: [x]\n      A: [x]\n      B: [x]\n'),
    '"B" stands here twice.',
    8,
    7,
  ],
  ['UTF-16', utf16, 'it is UTF-16.', 1, 1],
  ['UTF-16 without its mark', utf16.slice(2), 'it is UTF-16.', 1, 1],
  ['UTF-16 the other way round', Uint8Array.of(0xfe, 0xff, 0, 45), 'it is UTF-16.', 1, 1],
  ['zeros', Uint8Array.of(0, 0, 0), 'it is just text, and a cassette is a map.', 1, 1],
  ['a zero', Uint8Array.of(0), 'it is just text, and a cassette is a map.', 1, 1],
  ['bytes that are no UTF-8', Uint8Array.of(97, 58, 32, 0xff), 'it is not UTF-8.', 1, 4],
  [
    'a large file that is not canonical',
    new Uint8Array(65 * 2 ** 20).fill(10),
    'it is larger than 64 MiB, and not laid out as go-vcr and wiretape do it.',
    1,
    1,
  ],
  ['an empty file', '', 'there is nothing in it.', 1, 1],
  ['a text', 'hello', 'it is just text, and a cassette is a map.', 1, 1],
  ['no version', 'interactions: []', 'there is no "version".', 1, 1],
  [
    'a version in quotes',
    'version: "2"\ninteractions: []',
    'the version is "2", and wiretape reads 1 and 2.',
    1,
    10,
  ],
  [
    'another version',
    'version: 3\ninteractions: []',
    'the version is "3", and wiretape reads 1 and 2.',
    1,
    10,
  ],
  ['no interactions', 'version: 2\nservices: {}', 'there is no "interactions".', 1, 1],
  ['a merge key', minimal('    <<: {}\n'), 'merge keys are not read.', 5, 5],
  [
    'an unknown tag',
    minimal('    body: !!js/function x\n'),
    'the tag tag:yaml.org,2002:js/function is not known.',
    5,
    25,
  ],
  ['a list for a text', minimal('    body: []\n'), '"body" is not text.', 5, 11],
  ['a text for a map', minimal('    headers: x\n'), '"headers" is not a map.', 5, 14],
  ['a text for a list', minimal('    headers:\n      A: x\n'), '"A" is not a list.', 6, 10],
  [
    'a text for an integer',
    minimal('    proto_major: "1"\n'),
    '"proto_major" is not an integer of up to 2^53.',
    5,
    18,
  ],
  [
    'a large integer',
    minimal('    proto_major: 9007199254740993\n'),
    '"proto_major" is not an integer of up to 2^53.',
    5,
    18,
  ],
  [
    'no boolean',
    minimal('', '    uncompressed: 1\n'),
    '"uncompressed" is neither true nor false.',
    7,
    19,
  ],
  [
    'no duration',
    minimal('', '    duration: fast\n'),
    '"duration" is not a Go duration of up to 104 days.',
    7,
    15,
  ],
  ['base64 with a blank', minimal('    body: !!binary "YW Jj"\n'), '"body" is not base64.', 5, 20],
  ['no base64', minimal('    body: !!binary "a"\n'), '"body" is not base64.', 5, 20],
  [
    'base64 of another alphabet',
    minimal('    body: !!binary "a-_="\n'),
    '"body" is not base64.',
    5,
    20,
  ],
  ['half a pair', minimal('    body: "\\ud83d"\n'), '"body" holds half a surrogate pair.', 5, 11],
  [
    'chunks of another shape',
    minimal('', '    chunks: [{at: 0s}]\n'),
    'a chunk has "bytes" and "at".',
    7,
    14,
  ],
  [
    'no YAML',
    'version: 2\ninteractions: [',
    'it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    2,
    16,
  ],
  [
    'what stands behind the document without a mark',
    'version: 2\ninteractions: []\n}\n',
    'it is not YAML: Unexpected flow-map-end token in YAML stream.',
    3,
    1,
  ],
  [
    'an escaped quote at the end of a text that never ends',
    minimal('    body: "a\\"\n'),
    'it is not YAML: Missing closing "quote.',
    8,
    1,
  ],
  [
    'quotes that never end',
    minimal('    body: "a\n'),
    'it is not YAML: Missing closing "quote.',
    8,
    1,
  ],
  [
    'a separator in a plain text',
    minimal('    body: a\u2028b # c\n'),
    'it is not YAML: Implicit map keys need to be followed by map values.',
    5,
    13,
  ],
  [
    'a separator without indentation',
    minimal('    body: |\n      a\u2028b\n    # c\n'),
    'it is not YAML: Implicit map keys need to be followed by map values.',
    6,
    9,
  ],
  ...["'a\rb'", '"a\r"', '|\n      a\r\r\n      b', '>\n      a\r      b'].map(
    (body): [string, string, string, number, number] => [
      `a carriage return alone in ${JSON.stringify(body)}`,
      minimal(`    body: ${body}\n`),
      'a raw carriage return without line feed stands here, which YAML readers take differently.',
      5,
      11,
    ],
  ),
])('%s is refused with its place', (_, source, problem, line, column) => {
  const error = errorOf(source)

  expect(error).toMatchObject({ problem, line, column, file: 'a.yaml' })
  expect(error.excerpt).toMatch(/^ +\d+ \| .*\n +\| *\^$/)
})

test('a wrong line is shown with a caret, controls as dots', () => {
  expect(errorOf(minimal('', '    duration: "fa\u202est"\n')).message).toBe(
    [
      'Cannot read a.yaml: line 7, column 15: "duration" is not a Go duration of up to 104 days.',
      '  7 |     duration: "fa·st"',
      '    |               ^',
      'Write it like "1.25s", or delete the line.',
    ].join('\n'),
  )
})

test.each([
  ['null', 'version: 2\ninteractions:\n', 0],
  ['a JSON file', '{"version": 2, "interactions": [{"request": {}, "response": null}]}', 1],
  ['several documents', `${seed}---\n}{ garbage`, 1],
  ['an end, and what is no YAML', `${seed}...\n}{ *a`, 1],
  ['a byte order mark', `\ufeff${seed}`, 1],
  ['carriage returns', seed.replaceAll('\n', '\r\n'), 1],
  ['no line feed at the end', seed.trimEnd(), 1],
  ['a directive', `%YAML 1.1\n${seed}`, 1],
  ['an end mark', `${seed}...\n`, 1],
  ['a comment', `# yaml-language-server: $schema=x\n${seed}`, 1],
])('%s is read, and saved as it was', (_, text, count) => {
  const cassette = parseCassette(text)

  expect(cassette.interactions).toHaveLength(count)
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(stringifyCassette(cassette))).toBe(
    text,
  )
})

test('bytes as Ruby tags them say how Go reads them', () => {
  const text = minimal('    body: !binary |-\n      AP8=\n')

  expect(() => parseCassette(text)).toThrow('the tag !binary is not known.')
  expect(() => parseCassette(text)).toThrow('Write it as !!binary.')
})

test('40,000 keys take no longer than they should', () => {
  const headers = Array.from({ length: 40_000 }, (_, index) => `      H${index}:\n      - x\n`)
  const text = minimal().replace('    url', `    headers:\n${headers.join('')}    url`)
  const cassette = parseCassette(text)

  expect(Object.keys(cassette.interactions[0]?.request.headers ?? {})).toHaveLength(40_000)
  expect(sourceOf(cassette)?.isCanonical).toBe(true)
})

test('__proto__ is an ordinary header', () => {
  const headers = newHeaders()
  headers['__proto__'] = ['x']

  expect(read(minimal('    headers:\n      __proto__:\n      - x\n'))?.request.headers).toEqual(
    headers,
  )
  expect(read(minimal('    headers: {__proto__: [x]}\n'))?.request.headers).toEqual(headers)
})

test('quoted text left of its key is read', () => {
  const text = minimal(`    body: '{\n  "a": 1\n}' # by hand\n    form: {a: [b], c: }\n`)

  expect(read(text)?.request).toMatchObject({ body: '{ "a": 1 }', form: { a: ['b'], c: [] } })
})

test.each([
  ['an alias', '*a'],
  ['an anchor', '&a b'],
  ['depth', '['.repeat(100)],
  ['a directive', '%a'],
])('quoted text left of its key may hold what looks like %s', (_, line) => {
  const text = minimal(`    body: '{\n  "a": ''\n${line}\n}'\n`)

  expect(read(text)?.request.body).toBe(`{ "a": ' ${line} }`)
})

test.each([
  ['1_000', 1000],
  ['0x10', 16],
  ['010', 8],
  ['0b11', 3],
  ['12.0', 12],
  ['-5', -5],
  ['-0', 0],
  ['', 0],
  ['+7', 7],
])('the integer %s is read as Go reads it', (text, value) => {
  expect(read(minimal(`    content_length: ${text} # x\n`))?.request.contentLength).toBe(value)
})

test('a version 1 cassette is completed and saved as version 2', () => {
  const text = minimal("    body: 'abc'\n").replace('version: 2', 'version: 1')
  const cassette = parseCassette(text)

  expect(cassette.interactions[0]?.request).toMatchObject({
    proto: 'HTTP/1.1',
    protoMajor: 1,
    contentLength: 3,
  })
  expect(new TextDecoder().decode(stringifyCassette(cassette))).toContain(
    '---\nversion: 2\ninteractions:\n- id: 0\n',
  )
})

test('a pre-release has its id in the request', () => {
  expect(read(minimal('    method: GET\n    id: 4\n'))?.id).toBe(4)
  expect(read(minimal('    method: GET\n    id: 4 # x\n'))?.id).toBe(4)
})
