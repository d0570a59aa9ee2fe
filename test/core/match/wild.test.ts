import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  conceal,
  fits,
  ignored,
  numberPlaceholders,
  readable,
  secret,
  wild,
} from '../../../src/core/match/wild.ts'
import { defaultRules, rulesOff } from './support.ts'

const key = `sk-proj-${'aB3'.repeat(12)}`
const jwt = 'eyJhbGciOiJub25lIn0.eyJyZWRhY3RlZCI6IltSRURBQ1RFRDoxXSJ9.UkVEQUNURUQ'

test.each([
  ['nothing', 'nothing'],
  [`a ${key}, ${key}.`, `a ${wild}, ${wild}.`],
  ['[REDACTED:1] and REDACTED-12', `${wild} and ${wild}`],
  ['%5BREDACTED%3A3%5D', wild],
  [jwt, wild],
  ['REDACTED', 'REDACTED'],
])('secrets and placeholders of %j are wild', (text, concealed) => {
  expect(conceal(text, defaultRules)).toBe(concealed)
})

test('placeholders are wild although the rules are off', () => {
  expect(conceal(`${key} [REDACTED:1]`, rulesOff)).toBe(`${key} ${wild}`)
})

test('placeholders of one number are one text, however they are written', () => {
  const written = ['[REDACTED:1]', 'REDACTED-1', '%5BREDACTED%3A1%5D', jwt]

  expect(written.map(numberPlaceholders)).toEqual(written.map(() => '[REDACTED:1]'))
  expect(numberPlaceholders(key)).toBe(key)
})

test.each([
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['abc', wild, true],
  ['', wild, true],
  ['abc', `a${wild}c`, true],
  ['ac', `a${wild}c`, true],
  ['abcabd', `a${wild}c`, false],
  ['aXbYbc', `a${wild}b${wild}c`, true],
  ['aba', `ab${wild}ba`, false],
  ['axxa', `a${wild}b${wild}a`, false],
  ['abca', `a${wild}bc${wild}ca`, false],
  [wild, wild, true],
])('%j fits %j: %s', (actual, recorded, isFit) => {
  expect(fits(actual, recorded)).toBe(isFit)
})

test('whatever a placeholder stands for fits it', () => {
  const part = fc.string({ maxLength: 5 })
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part)), part, (pieces, end) => {
      const actual = pieces.map(([text, value]) => text + value).join('') + end
      const recorded = pieces.map(([text]) => text + wild).join('') + end
      expect(fits(actual, recorded)).toBe(true)
    }),
  )
})

test('a person reads words for tokens', () => {
  expect(readable(`a ${wild} b ${secret} c ${ignored}`)).toBe(
    'a [REDACTED] b [REDACTED] c [ignored]',
  )
})
