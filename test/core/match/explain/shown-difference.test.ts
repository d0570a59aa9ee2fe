import { expect, test } from 'vitest'
import { shownDifference } from '../../../../src/core/match/explain/shown-difference.ts'

const show = (recorded: unknown, actual: unknown): unknown => {
  const shown = shownDifference({ part: 'body', at: '$.a', recorded, actual }, (text) =>
    text.replaceAll('secret', '***'),
  )
  expect(shown).toMatchObject({ part: 'body', at: '$.a' })
  return [shown.recorded, shown.actual]
}
const long = 'x'.repeat(200)

test.each<[what: string, recorded: unknown, actual: unknown, shown: unknown]>([
  ['texts', 'my secret', 'other', ['my ***', 'other']],
  ['long texts', `${long}1`, `${long}2`, [`…${'x'.repeat(95)}1`, `…${'x'.repeat(95)}2`]],
  ['a value that is not there', undefined, 5, [undefined, 5]],
  ['null and true', null, true, [null, true]],
  ['a number that no double holds', '\ufdd312e20', '5', ['1200000000000000000000 (number)', '5']],
  [
    'bytes',
    new Uint8Array([1, 2, 255]),
    new Uint8Array([1, 3]),
    [
      { length: 3, from: 1, hex: '02 ff' },
      { length: 2, from: 1, hex: '03' },
    ],
  ],
  [
    'bytes that are a secret',
    new Uint8Array([255, 1]),
    Buffer.from('\xff a secret', 'latin1'),
    [
      { length: 2, from: 1, hex: '01' },
      { length: 10, from: 1, hex: '[REDACTED]' },
    ],
  ],
  [
    'fewer bytes',
    new Uint8Array([1, 2]),
    new Uint8Array([1]),
    [
      { length: 2, from: 1, hex: '02' },
      { length: 1, from: 1, hex: '' },
    ],
  ],
  [
    'bytes and a text',
    new Uint8Array(20),
    'secret',
    [{ length: 20, from: 0, hex: Array(16).fill('00').join(' ') }, '***'],
  ],
  [
    'a large object',
    { a: 1, b: undefined, c: 'secret', d: { e: { f: 1 } }, g: [[1]], h: 1, i: 2 },
    {},
    [{ a: 1, c: '***', d: { e: '…' }, g: ['…'], '…': '2 more' }, {}],
  ],
  [
    'a long list',
    [1, 2, 3, 4, 5, 6],
    [undefined, long],
    [
      [1, 2, 3, 4, '… 2 more'],
      [null, `${'x'.repeat(96)}…`],
    ],
  ],
  ['a secret name', { secret: 1 }, 0, [{ '***': 1 }, 0]],
  ['what JSON cannot hold', 5n, Symbol('x'), ['5', 'Symbol(x)']],
])('%s', (_, recorded, actual, shown) => {
  expect(show(recorded, actual)).toEqual(shown)
})

test('a difference without a place has none', () => {
  const shown = shownDifference({ part: 'method', recorded: 'GET', actual: 'PUT' }, (text) => text)

  expect(shown).toEqual({ part: 'method', recorded: 'GET', actual: 'PUT' })
})
