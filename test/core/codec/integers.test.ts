import { expect, test } from 'vitest'
import { integerIn } from '../../../src/core/codec/integers.ts'

test.each([
  ['0', 0],
  ['12', 12],
  ['-12', -12],
  ['+12', 12],
  ['-0', 0],
  ['1_000', 1000],
  ['010', 8],
  ['0x1F', 31],
  ['0o17', 15],
  ['0B101', 5],
  ['089', 89],
  ['12.0', 12],
  ['12.', 12],
  ['1e3', 1000],
  ['9007199254740991', 9_007_199_254_740_991],
])('%s is the integer %d', (text, value) => {
  expect(integerIn(text)).toBe(value)
})

test.each(['', 'x', '-', '12a', '0x', '0xg', '1.5', '1e-1', '.5', '9007199254740993', '1 0', '_1'])(
  '%j is no integer',
  (text) => {
    expect(integerIn(text)).toBeUndefined()
  },
)
