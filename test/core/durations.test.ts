import { assert, maxSafeInteger, property } from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from '../../src/core/durations.ts'

test.each([
  [0, '0s'],
  [17, '17ns'],
  [980_667, '980.667µs'],
  [1_000_000, '1ms'],
  [870_503_208, '870.503208ms'],
  [505_861_250, '505.86125ms'],
  [1_500_000_000, '1.5s'],
  [60_000_000_000, '1m0s'],
  [62_500_000_000, '1m2.5s'],
  [3_600_000_000_000, '1h0m0s'],
  [90_061_000_000_001, '25h1m1.000000001s'],
  [-1_500_000_000, '-1.5s'],
  [Number.MAX_SAFE_INTEGER, '2501h59m59.254740991s'],
])('%d nanoseconds are %s', (nanoseconds, text) => {
  expect(formatDuration(nanoseconds)).toBe(text)
  expect(parseDuration(text)).toBe(nanoseconds)
})

test.each([
  ['0', 0],
  ['-0', 0],
  ['+5s', 5_000_000_000],
  ['.5s', 500_000_000],
  ['5.s', 5_000_000_000],
  ['1m1h', 3_660_000_000_000],
  ['1ms1ms', 2_000_000],
  ['1us', 1_000],
  ['1µs', 1_000],
  ['1μs', 1_000],
  ['0.0000000009s', 0],
  ['0.100000000000000000000h', 360_000_000_000],
  ['0.9223372036854775807m', 55_340_232_221],
  ['0.9223372036854775809m', 55_340_232_221],
  ['-1h2m3s', -3_723_000_000_000],
])('%s is read as Go reads it', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds)
})

test.each([
  '',
  ' 1s',
  '1',
  '-',
  '+',
  's',
  '.s',
  '1 s',
  '1e3s',
  '1_0s',
  '1d',
  '1S',
  '1s ',
  '--1s',
  '1.2.3s',
])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(`${JSON.stringify(text)} is not a Go duration.`)
})

test.each(['2562047h47m16.854775807s', '9007199254740992ns', '2501h60m'])(
  '%s is longer than fits',
  (text) => {
    expect(() => parseDuration(text)).toThrow(TypeError)
  },
)

test('what is written is read', () => {
  assert(
    property(maxSafeInteger(), (nanoseconds) => {
      expect(parseDuration(formatDuration(nanoseconds))).toBe(nanoseconds + 0)
    }),
  )
})

test('a long text that is none is refused at once', () => {
  expect(() => parseDuration('1'.repeat(1_000_000))).toThrow(TypeError)
})
