import { expect, test } from 'vitest'
import { type Comparison, compare } from '../../../src/cli/demo/comparison.ts'
import { sideBySide, verdict } from '../../../src/cli/demo/page.ts'
import type { Take } from '../../../src/cli/demo/take.ts'
import { paintWith } from '../../../src/core/match/explain/paint.ts'

function seen(headAt: number, ...chunks: readonly (readonly [string, number])[]): Take {
  return { headAt, chunks: chunks.map(([text, at]) => ({ bytes: Buffer.from(text), at })) }
}

const recorded = seen(100, ['data: a\n\n', 150], ['data: b\n\n', 400])

test('the same bytes in the same chunks at their times', () => {
  const comparison = compare(recorded, seen(101, ['data: a\n\n', 148], ['data: b\n\n', 406]))

  expect(comparison).toMatchObject({
    isSame: true,
    isClose: true,
    bytes: 18,
    worstMs: 6,
    averageMs: 3,
  })
})

test.each<[string, Take, Partial<Comparison>]>([
  [
    'another byte',
    seen(100, ['data: a\n\n', 150], ['data: c\n\n', 400]),
    { isSame: false, isClose: true },
  ],
  ['another border', seen(100, ['data: a\n', 150], ['\ndata: b\n\n', 400]), { isSame: false }],
  [
    'a chunk too few',
    seen(100, ['data: a\n\n', 150]),
    { isSame: false, isClose: false, worstMs: Infinity },
  ],
  [
    'a chunk too late',
    seen(100, ['data: a\n\n', 251], ['data: b\n\n', 400]),
    { isSame: true, isClose: false },
  ],
  [
    'late headers',
    seen(201, ['data: a\n\n', 250], ['data: b\n\n', 400]),
    { isSame: true, isClose: false },
  ],
])('%s shows', (_, replayed, expected) => {
  expect(compare(recorded, replayed)).toMatchObject(expected)
})

test('both stand side by side', async () => {
  const comparison = compare(recorded, seen(101, ['data: a\n\n', 148], ['data: b\n\n', 406]))
  const bad = compare(recorded, seen(100, ['data: a\n\n', 350]))
  const paint = paintWith(false)

  const page = [
    ...sideBySide(comparison, 60, paint),
    '',
    ...verdict({ ...comparison, keepsKey: false }, paint),
    ...verdict({ ...bad, keepsKey: true }, paint),
    '',
  ].join('\n')

  await expect(page).toMatchFileSnapshot('../../golden/cli/demo-comparison.txt')
})
