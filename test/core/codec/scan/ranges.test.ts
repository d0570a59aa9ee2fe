import { expect, test } from 'vitest'
import { Ranges } from '../../../../src/core/codec/scan/ranges.ts'

const bytes = new TextEncoder().encode('.abcdefghijk..abcdefghijk.abcdefghijK')

test.each([0, 1, 3, 4, 5, 8, 10, 11])(
  'ranges that say the same have one hash: %i bytes',
  (length) => {
    const ranges = new Ranges(bytes.subarray(1))

    expect(ranges.areSame(0, 13, length)).toBe(true)
    expect(ranges.hash(0, length)).toBe(ranges.hash(13, length))
  },
)

test.each([
  ['in the last bytes', 0, 25, 11],
  ['in the first', 0, 1, 8],
])('ranges that differ %s are not the same', (_, one, other, length) => {
  const ranges = new Ranges(bytes.subarray(1))

  expect(ranges.areSame(one, other, length)).toBe(false)
  expect(ranges.hash(one, length)).not.toBe(ranges.hash(other, length))
})
