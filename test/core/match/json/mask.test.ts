import { expect, test } from 'vitest'
import { maskId, wildMask } from '../../../../src/core/match/json/mask.ts'
import type { JsonValue } from '../../../../src/core/match/json/json.ts'

const idOf = (value: JsonValue): string => maskId(wildMask(value))

test.each<[JsonValue, JsonValue]>([
  [
    { a: '\ufdd0', b: 1 },
    { b: 2, a: 'x \ufdd0' },
  ],
  [
    { a: { b: '\ufdd0' }, c: '\ufdd0' },
    { c: '\ufdd0', a: { b: '\ufdd0', d: 'x' } },
  ],
  [
    ['\ufdd0', 1],
    [1, '\ufdd0', 'x'],
  ],
  [[{ a: '\ufdd0' }, { b: '\ufdd0' }], [{ a: '\ufdd0', b: '\ufdd0' }]],
  [[{ a: { b: '\ufdd0' } }, { a: { c: '\ufdd0' } }], [{ a: { b: '\ufdd0', c: '\ufdd0' } }]],
  [[['\ufdd0'], 1], [[1, '\ufdd0']]],
  [{ a: 1 }, [null, true]],
])('%j and %j are wild in the same members', (one, other) => {
  expect(idOf(one)).toBe(idOf(other))
})

test.each<[JsonValue, JsonValue]>([
  [{ a: '\ufdd0' }, { b: '\ufdd0' }],
  [{ a: '\ufdd0' }, ['\ufdd0']],
  ['\ufdd0', ['\ufdd0']],
  [['\ufdd0', ['\ufdd0']], [['\ufdd0']]],
])('%j and %j are not', (one, other) => {
  expect(idOf(one)).not.toBe(idOf(other))
})
