import { expect, test } from 'vitest'
import { applyEdits, unite } from '../../../src/core/redact/span.ts'

test.each([
  [
    'those that touch stay two',
    [
      [0, 2, 'a'],
      [2, 4, 'b'],
    ],
    [
      [0, 2, 'a'],
      [2, 4, 'b'],
    ],
  ],
  [
    'they are sorted',
    [
      [5, 6, 'a'],
      [0, 2, 'b'],
    ],
    [
      [0, 2, 'b'],
      [5, 6, 'a'],
    ],
  ],
  [
    'one inside another goes',
    [
      [1, 2, 'a'],
      [0, 4, 'b'],
    ],
    [[0, 4, 'b']],
  ],
  [
    'an overlap goes by the longest',
    [
      [0, 3, 'a'],
      [2, 9, 'b'],
    ],
    [[0, 9, 'b']],
  ],
  [
    'an overlap goes by the longest, also the first',
    [
      [0, 7, 'a'],
      [2, 9, 'b'],
      [8, 10, 'c'],
    ],
    [[0, 10, 'a']],
  ],
  [
    'a place says more than a known value',
    [
      [0, 4, 'known'],
      [0, 4, 'json'],
    ],
    [[0, 4, 'json']],
  ],
  [
    'else the first of equals stays',
    [
      [0, 4, 'a'],
      [0, 4, 'b'],
    ],
    [[0, 4, 'a']],
  ],
] as const)('united, %s', (_, spans, expected) => {
  const united = unite(spans.map(([start, end, rule]) => ({ start, end, rule })))

  expect(united.map(({ start, end, rule }) => [start, end, rule])).toEqual(expected)
})

test('a united span forgets the secret of a part', () => {
  expect(
    unite([
      { start: 0, end: 4, rule: 'known', secret: 'abcd' },
      { start: 2, end: 6, rule: 'json' },
    ]),
  ).toEqual([{ start: 0, end: 6, rule: 'known' }])
})

test('edits cut and put in', () => {
  expect(
    applyEdits('a secret here', [
      { start: 0, end: 1, replacement: 'no' },
      { start: 8, end: 13, replacement: '' },
    ]),
  ).toBe('no secret')
})
