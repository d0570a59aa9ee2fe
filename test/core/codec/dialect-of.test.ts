import { expect, test } from 'vitest'
import { columnsOf } from '../../../src/core/codec/columns.ts'
import { seedDialect, type Dialect } from '../../../src/core/codec/dialect.ts'
import { detectDialect, dialectOf } from '../../../src/core/codec/dialect-of.ts'
import { formatCassette } from '../../../src/core/codec/format.ts'
import type { MutableHeaderMap } from '../../../src/core/headers.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { cassetteText } from '../../support/cassette-text.ts'

const told = `    body: |-\n      yes\n      \ttab\n    headers:\n      No:\n      - "no"\n      - "12"\n`
const source = cassetteText('', told)

test.each<Partial<Dialect>>([
  {},
  { indent: 4, isCompact: false },
  { indent: 4, isCompact: true },
  { indent: 3, isCompact: false, writesEmpty: true },
  { goYaml: 'rc.5' },
  { goYaml: 'v4-single' },
  { goYaml: 'goccy' },
])('the dialect %j shows in a file', (change) => {
  const dialect = { ...seedDialect, ...change }
  const bytes = formatCassette(parseCassette(source), dialect)

  expect(dialectOf(parseCassette(bytes))).toEqual(dialect)
})

test('a file that folds its lines shows it', () => {
  const long = source.replace('a.test\n', `${'a '.repeat(60)}a\n`)
  const bytes = formatCassette(parseCassette(long), { ...seedDialect, width: 80 })

  expect(dialectOf(parseCassette(bytes)).width).toBe(80)
})

test.each([
  ['a new cassette', '{"version": 2, "interactions": []}'],
  ['a file of version 1', source.replace('version: 2', 'version: 1')],
])('%s has the dialect of the seed', (_, text) => {
  expect(dialectOf(parseCassette(text))).toEqual(seedDialect)
})

test('a file whose fields do not show how they are indented has the column of its items', () => {
  const text = 'version: 2\ninteractions:\n    - {request: {}, response: {}}\n'

  expect(columnsOf(dialectOf(parseCassette(text))).item).toHaveLength(4)
})

test('a large file is judged by its beginning', () => {
  const body = `    body: ${'x'.repeat(70_000)}\n    headers: {}\n`
  const block = cassetteText('', body).replace(/^---\n.*\n.*\n/, '')

  expect(dialectOf(parseCassette(cassetteText('', body) + block))).toEqual(seedDialect)
})

test.each([
  ['behind them', 'GET', 'rc.5'],
  ['in them', "'GET'", 'rc.5'],
] as const)(
  'a huge interaction is judged by its first lines: what is odd stands %s',
  (_, method, goYaml) => {
    const body = `    body: |-\n${'      a line\n'.repeat(30_000)}    headers:\n      A:\n      - "b"\n`
    const text = cassetteText("    form:\n      'no': []\n", body).replace('GET', method)

    expect(detectDialect(parseCassette(text))).toEqual({
      dialect: { ...seedDialect, goYaml },
      written: new Map(),
    })
  },
)

test.each([
  ['edited by hand', `    form:\n      'no': []\n`, "'200 OK'"],
  [
    'with a separator, which we escape',
    `    form:\n      'no':\n      - 'a\u2028        b'\n`,
    '200 OK',
  ],
])('a file %s has the dialect that most of its lines are in', (_, form, status) => {
  const text = cassetteText(form).replace('200 OK', status)

  expect(dialectOf(parseCassette(text))).toEqual({ ...seedDialect, goYaml: 'rc.5' })
})

test.each(['request_uri: ""', 'uncompressed: false'])(
  '%s alone shows that empty fields are written',
  (line) => {
    const text = cassetteText('', `    ${line}\n`)

    expect(dialectOf(parseCassette(text)).writesEmpty).toBe(true)
  },
)

test('what cannot be written is an error, and no other dialect', () => {
  const cassette = parseCassette(formatCassette(parseCassette(source)))
  const headers = cassette.interactions[0]?.response.headers as MutableHeaderMap
  headers['No'] = [1 as unknown as string]

  expect(() => dialectOf(cassette)).toThrow(TypeError)
})
