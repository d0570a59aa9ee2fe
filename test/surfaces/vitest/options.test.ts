import { expect, test } from 'vitest'
import { type CassetteOptions, laidOver } from '../../../src/surfaces/vitest/options.ts'

test.for<readonly [string, CassetteOptions, CassetteOptions, CassetteOptions]>([
  ['an option', { speed: 1, seed: 2 }, { speed: 3 }, { speed: 3, seed: 2 }],
  ['a list', { ignore: ['$.a'] }, { ignore: ['$.b'] }, { ignore: ['$.b'] }],
  [
    'rules of a kind',
    { redact: { json: ['a'] } },
    { redact: { json: ['b'] } },
    { redact: { json: ['a', 'b'] } },
  ],
  [
    'rules of other kinds',
    { redact: { json: ['a'] } },
    { redact: { query: ['b'] } },
    { redact: { json: ['a'], query: ['b'] } },
  ],
  ['no rules', { redact: { json: ['a'] } }, {}, { redact: { json: ['a'] } }],
  [
    'no variables',
    { redact: { env: ['A'] } },
    { redact: { env: false } },
    { redact: { env: false } },
  ],
  ['redact: false', { redact: { json: ['a'] } }, { redact: false }, { redact: false }],
  [
    'rules over redact: false',
    { redact: false },
    { redact: { json: ['a'] } },
    { redact: { json: ['a'] } },
  ],
])('%s laid over those of a wider scope', ([, wider, own, expected]) => {
  expect(laidOver(wider, own)).toEqual(expected)
})
