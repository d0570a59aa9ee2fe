import { expect, test } from 'vitest'
import { bytesText, countText, numberText, timeText } from '../../../src/cli/page/amounts.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [4_424, '4.42 kB'],
  [12_345, '12.3 kB'],
  [999_499, '999 kB'],
  [999_500, '1 MB'],
  [64_000_000, '64 MB'],
  [1_500_000_000, '1.5 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})

test.each([
  [0, '0 ms'],
  [980_667, '0.98 ms'],
  [505_861_250, '506 ms'],
  [999_600_000, '1 s'],
  [1_250_000_000, '1.25 s'],
  [125_000_000_000, '125 s'],
])('%i ns are %s', (nanoseconds, text) => {
  expect(timeText(nanoseconds)).toBe(text)
})

test('counts agree with their noun', () => {
  expect([countText(1, 'event'), countText(2_000, 'event')]).toEqual(['1 event', '2,000 events'])
  expect([numberText(999), numberText(1_234_567)]).toEqual(['999', '1,234,567'])
})
