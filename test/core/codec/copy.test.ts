import { expect, test } from 'vitest'
import { copyOf, isSame } from '../../../src/core/codec/copy.ts'

test.each<[unknown, unknown, boolean]>([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, { a: 1, b: undefined }, false],
  [{ a: 1 }, { b: 1 }, false],
  [[1], [1, 2], false],
  [Uint8Array.of(1, 2), Uint8Array.of(1, 2), true],
  [Uint8Array.of(1, 2), Uint8Array.of(1, 3), false],
  [null, {}, false],
  [Number.NaN, Number.NaN, true],
  ['a', ['a'], false],
])('whether %j and %j say the same', (left, right, same) => {
  expect(isSame(left, right)).toBe(same)
})

test('a copy shares nothing that can be changed', () => {
  const original = { list: [{ a: 1 }], bytes: Uint8Array.of(1), nothing: null }
  const copy = copyOf(original)
  original.list.push({ a: 2 })
  original.bytes[0] = 9

  expect(copy).toEqual({ list: [{ a: 1 }], bytes: Uint8Array.of(1), nothing: null })
})

test('a copy of a map without prototype has none', () => {
  expect(Object.getPrototypeOf(copyOf(Object.create(null)))).toBeNull()
})
