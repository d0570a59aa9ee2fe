import { expect, test } from 'vitest'
import { type Chunk, chunksFit, chunksToKeep } from '../../src/core/chunks.ts'

const ms = 1_000_000
const at = (...entries: readonly (readonly [bytes: number, at: number])[]): Chunk[] =>
  entries.map(([bytes, time]) => ({ bytes, at: time * ms }))

test.each<
  [what: string, arrived: Chunk[], endedAt: number, keepBorders: boolean, kept: Chunk[] | undefined]
>([
  ['no body', [], 0, false, undefined],
  ['no body, ended late', [], 20, false, at([0, 20])],
  ['one chunk with the headers', at([5, 0]), 0, false, undefined],
  ['one chunk 10 ms later', at([5, 10]), 10, false, undefined],
  ['one chunk 11 ms later', at([5, 11]), 11, false, at([5, 11])],
  ['one chunk at once and an end 11 ms later', at([5, 0]), 11, false, at([5, 0], [0, 11])],
  ['two chunks', at([5, 0], [6, 2]), 2, false, at([5, 0], [6, 2])],
  ['an end 1 ms after two chunks', at([5, 0], [6, 2]), 3, false, at([5, 0], [6, 2], [0, 3])],
  ['an end less than 1 ms after', at([5, 0], [6, 2]), 2.5, false, at([5, 0], [6, 2])],
  ['two within 1 ms', at([5, 0], [6, 0.5]), 0.5, false, undefined],
  ['two events within 1 ms', at([5, 0], [6, 0.5]), 0.5, true, at([5, 0], [6, 0.5])],
  [
    'three within 1 ms, later',
    at([1, 20], [2, 20.5], [3, 20.9], [4, 21.5]),
    21.5,
    false,
    at([6, 20], [4, 21.5]),
  ],
])('%s', (_, arrived, endedAt, keepBorders, kept) => {
  expect(chunksToKeep(arrived, endedAt * ms, keepBorders)).toEqual(kept)
})

test('a long download of small gaps keeps its times', () => {
  const arrived = at(...Array.from({ length: 100 }, (_, n) => [10, n * 0.6] as const))

  const kept = chunksToKeep(arrived, 60 * ms, false) ?? []

  expect(chunksFit(kept, 1_000)).toBe(true)
  expect(kept.length).toBeGreaterThan(40)
})

test.each([
  ['nothing of nothing', at(), 0, true],
  ['a sum that is the length', at([2, 0], [3, 1]), 5, true],
  ['an end at 0 bytes', at([5, 0], [0, 9]), 5, true],
  ['a sum that is not', at([2, 0], [3, 1]), 6, false],
  ['a time that goes back', at([2, 2], [3, 1]), 5, false],
  ['fewer than 0 bytes', at([6, 0], [-1, 1]), 5, false],
])('whether chunks fit: %s', (_, chunks, length, fits) => {
  expect(chunksFit(chunks, length)).toBe(fits)
})
