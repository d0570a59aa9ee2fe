import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from '../../../../src/core/match/json/json.ts'

test('JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
      const written = JSON.stringify(JSON.parse(text), null, indent)
      expect(readJson(written)).toEqual(JSON.parse(written))
    }),
  )
})

test.each([
  '',
  'hello',
  'truely',
  '{',
  '{"a":1',
  "{'a':1}",
  '[1,]',
  '01',
  '- 1',
  '"a',
  'NaN',
  '\u00a0{}',
  '{"a":1}{"a":2}',
])('%j is no JSON', (text) => {
  expect(readJson(text)).toBeUndefined()
})

test('only numbers that a double would change become texts', () => {
  const text = '{"n":[1, 12345678901234567890,-0.5e-999],"t":"\\" 12345678901234567890 \\\\"}'

  expect(readJson(text)).toEqual({
    n: [1, '\ufdd31234567890123456789e1', '\ufdd3-5e-1000'],
    t: '" 12345678901234567890 \\',
  })
})

test('what a pattern took out may stand where a value stands', () => {
  expect(readJson('{"a":\ufdd2,"b":"x\ufdd2"}')).toEqual({ a: '\ufdd2', b: 'x\ufdd2' })
  expect(readJson('{\ufdd2}')).toBeUndefined()
})

test.each([
  [499, true],
  [500, true],
  [501, false],
  [100_000, false],
])('JSON nested %i levels deep is read: %s', (levels, isRead) => {
  const text = `${' '.repeat(1_000)}${'[{"a":'.repeat(levels / 2)}${levels % 2 === 1 ? '[]' : '1'}${'}]'.repeat(levels / 2)}`

  expect(readJson(text) !== undefined).toBe(isRead)
})

test('a text of 50 million escapes does not run out of stack', () => {
  const text = `{"a":12345678901234567890,"b":"${'\\n'.repeat(5_000_000)}"}`

  expect(readJson(text)).toMatchObject({ a: '\ufdd31234567890123456789e1' })
})
