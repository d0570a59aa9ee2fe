import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PositionSet } from '../../src/engine/position-set.ts'

test('it holds what was added, each once, as a Set does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_000)), fc.nat(2_000), (added, asked) => {
      const positions = new PositionSet()
      const expected = new Set(added)

      for (const position of added) positions.add(position)

      expect(positions.size).toBe(expected.size)
      expect(positions.has(asked)).toBe(expected.has(asked))
      expect(added.every((position) => positions.has(position))).toBe(true)
    }),
  )
})
