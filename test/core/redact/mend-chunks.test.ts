import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyLength } from '../../../src/core/body.ts'
import { chunksFit } from '../../../src/core/chunks.ts'
import { mendChunks } from '../../../src/core/redact/mend-chunks.ts'
import { applyEdits, type Edit } from '../../../src/core/redact/span.ts'

function sizes(text: string, edits: readonly Edit[], ...bytes: number[]): number[] {
  const chunks = bytes.map((size, at) => ({ bytes: size, at }))
  return mendChunks(chunks, text, edits, false).map((chunk) => chunk.bytes)
}

const cut = { start: 2, end: 8, replacement: '[1]' }

test.each([
  ['before and behind it', [2, 6, 2], [2, 3, 2]],
  ['through it', [4, 6], [2 + 2, 3]],
  ['through what its replacement no longer has', [7, 3], [5, 2]],
  ['twice through it', [3, 4, 3], [3, 2, 2]],
  ['so that a chunk has nothing left', [5, 2, 3], [5, 2]],
  ['at the end', [10, 0], [7, 0]],
])('a border %s', (_, before, after) => {
  expect(sizes('ab------cd', [cut], ...before)).toEqual(after)
})

test('what counts are bytes', () => {
  expect(sizes('é------é', [{ ...cut, start: 1, end: 7 }], 2, 6, 2)).toEqual([2, 3, 2])
  expect(
    mendChunks([{ bytes: 4, at: 0 }], 'éabc', [{ start: 1, end: 3, replacement: '' }], true),
  ).toEqual([{ bytes: 2, at: 0 }])
})

test('times stay', () => {
  const chunks = [
    { bytes: 5, at: 7 },
    { bytes: 5, at: 9 },
  ]

  expect(mendChunks(chunks, 'ab------cd', [cut], false).map(({ at }) => at)).toEqual([7, 9])
})

test('the sizes always add up to the new body', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '€', '😀'),
    minLength: 1,
    maxLength: 40,
  })
  const numbers = fc.array(fc.nat(60), { maxLength: 12 })
  fc.assert(
    fc.property(
      text,
      numbers,
      numbers,
      fc.string({ unit: 'binary-ascii' }),
      (body, places, borders, replacement) => {
        const offsets = [...new Set(places.map((place) => place % (body.length + 1)))]
          .sort((a, b) => a - b)
          // Edits stand between characters.
          .filter((offset) => !/[\udc00-\udfff]/.test(body[offset] ?? ''))
        const edits = offsets.flatMap((start, index) => {
          const end = offsets[index + 1]
          return index % 2 === 0 && end !== undefined ? [{ start, end, replacement }] : []
        })
        const length = bodyLength(body)
        const cuts = [...new Set([...borders.map((border) => border % length), 0, length])].sort(
          (a, b) => a - b,
        )
        const chunks = cuts
          .slice(1)
          .map((end, index) => ({ bytes: end - (cuts[index] ?? 0), at: index }))
        const after = bodyLength(applyEdits(body, edits))

        expect(chunksFit(mendChunks(chunks, body, edits, false), after)).toBe(true)
      },
    ),
  )
})
