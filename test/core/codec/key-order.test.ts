import { expect, test } from 'vitest'
import { compareKeys } from '../../../src/core/codec/key-order.ts'

// Sorted by go-yaml.
test.each([
  [['Accept', 'X-A', 'X-A2', 'X-A10', 'x-a']],
  [['a9', 'a10', 'a010b']],
  [['a1', 'a01', 'a2']],
  [['a1b', 'a1c', 'a1-']],
  [['a-', 'ab']],
  [['1', '1a', '1-']],
  [['a10', 'a19', 'a20', 'a100']],
  [['a0', 'a00', 'a1']],
  [['-0', '-1']],
  [['a4', 'a٣']],
  [['a', 'aa']],
  [['a~', 'a1']],
])('%j is in the order of go-yaml', (keys) => {
  expect([...keys].toReversed().sort(compareKeys)).toEqual(keys)
})

test.each(['Accept', 'X-1', ''])('%j stands with itself', (key) => {
  expect(compareKeys(key, key)).toBe(0)
})
