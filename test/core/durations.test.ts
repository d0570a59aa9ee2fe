import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { durationIn, formatDuration, parseDuration } from '../../src/core/durations.ts'

test.each([
  ['0', 0],
  ['0s', 0],
  ['1ns', 1],
  ['1us', 1_000],
  ['1µs', 1_000],
  ['1μs', 1_000],
  ['505.86125ms', 505_861_250],
  ['1.5s', 1_500_000_000],
  ['1m2.5s', 62_500_000_000],
  ['1h0m0.000000001s', 3_600_000_000_001],
  ['2h', 7_200_000_000_000],
  ['.5s', 500_000_000],
  ['1.s', 1_000_000_000],
  ['+1ms', 1_000_000],
  ['-1m2s', -62_000_000_000],
  ['-0s', 0],
  // Smaller than a nanosecond, and more digits than an int64 has.
  ['0.1ns', 0],
  ['0.9999999999999999999999s', 1_000_000_000],
  ['0.1234567890123456789s', 123_456_789],
])('%s is %d nanoseconds', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds)
})

test.each(['', 'fast', '1', '1.5', 's', '1s ', '1 s', '--1s', '1d', '.s', '0x1s'])(
  '"%s" is no duration',
  (text) => {
    expect(() => parseDuration(text)).toThrow(TypeError)
    expect(() => parseDuration(text)).toThrow(`${JSON.stringify(text)} is not a Go duration.`)
  },
)

test.each(['9007199254740993ns', '2600h', '2501h60m', '-2600h'])(
  '%s is longer than 104 days',
  (text) => {
    expect(durationIn(text)).toBeUndefined()
  },
)

test.each([
  [0, '0s'],
  [1, '1ns'],
  [1_500, '1.5µs'],
  [505_861_250, '505.86125ms'],
  [1_000_000_000, '1s'],
  [62_500_000_000, '1m2.5s'],
  [3_600_000_000_000, '1h0m0s'],
  [-1_500_000, '-1.5ms'],
])('%d nanoseconds are written %s', (nanoseconds, text) => {
  expect(formatDuration(nanoseconds)).toBe(text)
})

test('what is written is read back exactly', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (nanoseconds) => {
      expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds)
    }),
  )
})
