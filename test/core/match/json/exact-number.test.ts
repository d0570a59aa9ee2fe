import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactNumber, isExact, plainNumber } from '../../../../src/core/match/json/exact-number.ts'

test.each([
  '0',
  '-0',
  '1',
  '1.50',
  '1e3',
  '-12.5E-3',
  '9007199254740991',
  '12345678901234567000',
  '1.',
])('%s is left to a double', (token) => {
  expect(exactNumber(token)).toBe(token)
})

test.each([
  ['12345678901234567890', '12345678901234567890'],
  ['-12345678901234567890', '-12345678901234567890'],
  ['0.12345678901234567890', '0.1234567890123456789'],
  ['-123.12345678901234567', '-123.12345678901234567'],
  ['-0.00012345678901234567890', '-0.0001234567890123456789'],
  ['0.000000012345678901234567890', '1234567890123456789e-26'],
  ['1e400', '1e400'],
  ['1e-400', '1e-400'],
  ['123e-402', '123e-402'],
  [`1${'0'.repeat(15)}1`, `1${'0'.repeat(15)}1`],
  [`1${'0'.repeat(16)}1${'0'.repeat(20)}`, `1${'0'.repeat(16)}1${'0'.repeat(20)}`],
])('%s keeps its digits', (token, shown) => {
  const text = JSON.parse(exactNumber(token)) as string

  expect(isExact(text)).toBe(true)
  expect(plainNumber(text)).toBe(shown)
})

test('numbers that are equal are equal texts, however they are written', () => {
  const decimal = fc.tuple(
    fc.bigInt({ min: 10n ** 17n, max: 10n ** 25n }),
    fc.integer({ min: -30, max: 30 }),
  )
  fc.assert(
    fc.property(decimal, fc.nat(5), ([digits, power], zeros) => {
      const one = `${digits}e${power}`
      const other = `${digits}${'0'.repeat(zeros)}e${power - zeros}`
      expect(meaning(other)).toBe(meaning(one))
      expect(meaning(`${digits + 1n}e${power}`)).not.toBe(meaning(one))
    }),
  )
})

function meaning(token: string): unknown {
  return JSON.parse(exactNumber(token))
}
