import { expect, test } from 'vitest'
import { cutStartTo, cutTo, padTo, textWidth, wrapTo } from '../../../src/cli/page/text-width.ts'

test.each([
  ['abc', 3],
  ['Räder', 5],
  ['a\u0301', 1],
  ['漢字', 4],
  ['👋', 2],
])('%s takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width)
})

test.each([
  ['short', 10, 'short', 'short'],
  ['exactly', 7, 'exactly', 'exactly'],
  ['too long', 5, 'too …', '…long'],
  ['漢字漢字', 5, '漢字…', '…漢字'],
])('%s cut to %i columns', (text, columns, end, start) => {
  expect(cutTo(text, columns)).toBe(end)
  expect(cutStartTo(text, columns)).toBe(start)
})

test('padding counts columns, not characters', () => {
  expect(padTo('漢', 4)).toBe('漢  ')
})

test.each([
  ['one two three', 7, ['one two', 'three']],
  ['one two three', 8, ['one two', 'three']],
  ['indivisible', 4, ['indi', 'visi', 'ble']],
  ['fits', 10, ['fits']],
  ['', 10, ['']],
])('%s wrapped to %i columns', (text, columns, lines) => {
  expect(wrapTo(text, columns)).toEqual(lines)
})
