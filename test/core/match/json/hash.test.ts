import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashJson } from '../../../../src/core/match/json/hash.ts'
import { wildMask } from '../../../../src/core/match/json/mask.ts'
import type { JsonValue } from '../../../../src/core/match/json/json.ts'

test('equal values have equal hashes, whatever the order of their names', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(hashJson(backwards(value as JsonValue))).toBe(hashJson(value as JsonValue))
    }),
  )
})

function backwards(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(backwards)
  return Object.fromEntries(
    Object.entries(value as Record<string, JsonValue>)
      .toReversed()
      .map(([name, member]) => [name, backwards(member)]),
  )
}

test('values that differ have different hashes', () => {
  const values: JsonValue[] = [
    null,
    true,
    false,
    0,
    1,
    -1,
    0.5,
    1e20,
    '',
    '0',
    'null',
    [],
    {},
    [0],
    [[]],
    [null],
    [1, 2],
    [2, 1],
    { a: 1 },
    { a: 2 },
    { b: 1 },
    { a: { b: 1 } },
    { a: 1, b: 2 },
    { a: 2, b: 1 },
  ]

  expect(new Set(values.map((value) => hashJson(value))).size).toBe(values.length)
})

test('what was left out is not hashed', () => {
  expect(hashJson({ a: 1, b: undefined })).toBe(hashJson({ a: 1 }))
  expect(hashJson([1, undefined])).toBe(hashJson([1]))
  expect(hashJson([undefined, 1])).not.toBe(hashJson([1]))
})

test.each<[JsonValue, JsonValue, boolean]>([
  ['\ufdd0', { a: 1 }, true],
  [{ a: '\ufdd0', b: 1 }, { a: 'x', b: 1 }, true],
  [{ a: '\ufdd0', b: 1 }, { a: 'x', b: 2 }, false],
  [{ a: '\ufdd0' }, { b: 'x' }, false],
  [[{ a: 'x\ufdd0' }, { a: 1, b: '\ufdd0' }], [{ a: 'y' }, { a: 1, b: [] }], true],
  [['\ufdd0', 1], ['x', 'y'], true],
])('without what is wild in %j, its hash is that of %j: %s', (recorded, actual, isSame) => {
  const mask = wildMask(recorded)

  expect(hashJson(actual, mask) === hashJson(recorded, mask)).toBe(isSame)
})
