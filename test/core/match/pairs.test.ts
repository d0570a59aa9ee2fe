import { expect, test } from 'vitest'
import { byName, hashPairs, readPairs, wildNames } from '../../../src/core/match/pairs.ts'

test.each([
  ['', []],
  ['a=1', [['a', '1']]],
  [
    'a=1&a=2&&b',
    [
      ['a', '1'],
      ['a', '2'],
      ['b', ''],
    ],
  ],
  ['=x', [['', 'x']]],
  ['a=b=c', [['a', 'b=c']]],
  ['a+b=%20+%2B', [['a b', '  +']]],
])('%j is read as %j', (text, pairs) => {
  expect(readPairs(text)).toEqual(pairs)
})

test('pairs are ordered by name, those of one name as they were', () => {
  expect(byName(readPairs('b=2&a=2&b=1&a=1'))).toEqual(readPairs('a=2&a=1&b=2&b=1'))
})

test('the hash of pairs does not know their order', () => {
  expect(hashPairs(readPairs('a=1&b=2'))).toBe(hashPairs(readPairs('b=2&a=1')))
  expect(hashPairs(readPairs('a=1&b=2'))).not.toBe(hashPairs(readPairs('a=2&b=1')))
})

test('names whose values are wild', () => {
  expect([
    ...wildNames([
      ['a', 'x\ufdd0'],
      ['b', 'x'],
      ['a', ''],
    ]),
  ]).toEqual(['a'])
})
