import { expect, test } from 'vitest'
import { OffsetList } from '../../../../src/core/codec/scan/offset-list.ts'

test.each([
  ['small', 100_000],
  ['beyond 4 GiB', 2 ** 40],
])('a list grows with the offsets of a file that is %s', (_, end) => {
  const list = new OffsetList(end, new Uint32Array(2))
  const offsets = [end, ...Array.from({ length: 5_000 }, (_, offset) => offset)]

  for (const offset of offsets) {
    const first = list.length
    list.addZeros(1)[first] = offset
  }

  expect([...list.added]).toEqual(offsets)
})
