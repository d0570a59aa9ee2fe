import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonLines } from '../../../src/cli/page/json-layout.ts'

test.each([
  ['what fits stays on one line', '{ "a":1,"b":[ 1,2 ] }', 40, ['{"a": 1, "b": [1, 2]}']],
  ['what does not is broken', '{"a":1,"b":2}', 10, ['{', '  "a": 1,', '  "b": 2', '}']],
  [
    'numbers keep their digits',
    '[1.0,1e400,12345678901234567890]',
    80,
    ['[1.0, 1e400, 12345678901234567890]'],
  ],
  ['a key that stands twice stands twice', '{"a":1,"a":2}', 80, ['{"a": 1, "a": 2}']],
  ['brackets in strings are text', String.raw`["[\"{,", ":"]`, 80, [String.raw`["[\"{,", ":"]`]],
  ['empty ones', '{"a":{},"b":[]}', 5, ['{', '  "a": {},', '  "b": []', '}']],
])('%s', (_, text, columns, expected) => {
  expect(jsonLines(text, columns)).toEqual(expected)
})

test.each(['', 'text', '"a string"', '12', '{"a":', '[1,]', '['.repeat(200) + ']'.repeat(200)])(
  '%j is not laid out',
  (text) => {
    expect(jsonLines(text, 80)).toBeUndefined()
  },
)

test('only white space changes, and no line is broken that fits', () => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 1, max: 60 }), (text, columns) => {
      const lines = jsonLines(text, columns)
      if (lines === undefined) return
      expect(JSON.parse(lines.join('\n'))).toEqual(JSON.parse(text))
      const broken = lines.length > 1
      expect(broken && lines.map((line) => line.trim()).join('').length < columns / 2).toBe(false)
    }),
  )
})
