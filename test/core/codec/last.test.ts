import { expect, test } from 'vitest'
import { goDialect, seedDialect } from '../../../src/core/codec/dialect.ts'
import { LastLines, LastOrder } from '../../../src/core/codec/last.ts'

test('lines are those of the last value, in its dialect, and of no other', () => {
  const last = new LastLines()
  const before = last.of(undefined, seedDialect)
  last.keep('a', seedDialect, 'host: a\n')

  expect(before).toBeUndefined()
  expect(last.of('a', seedDialect)).toBe('host: a\n')
  expect(last.of('a', goDialect)).toBeUndefined()
  expect(last.of('b', seedDialect)).toBeUndefined()
})

test('long lines are given back and not kept', () => {
  const last = new LastLines()
  last.keep('a', seedDialect, 'url: a\n')
  const long = `url: ${'b'.repeat(1_000)}\n`

  expect(last.keep('b', seedDialect, long)).toBe(long)
  expect(last.of('b', seedDialect)).toBeUndefined()
  expect(last.of('a', seedDialect)).toBe('url: a\n')
})

test('keys are sorted as their dialect sorts them, whatever came before', () => {
  const order = new LastOrder()
  const goccy = { ...seedDialect, goYaml: 'goccy' } as const

  expect(order.sorted([], seedDialect)).toEqual([])
  expect(order.sorted(['X-10', 'X-9'], seedDialect)).toEqual(['X-9', 'X-10'])
  expect(order.sorted(['X-10', 'X-9'], goccy)).toEqual(['X-10', 'X-9'])
  expect(order.sorted(['X-10', 'X-9'], seedDialect)).toEqual(['X-9', 'X-10'])
  expect(order.sorted(['X-10', 'X-8'], seedDialect)).toEqual(['X-8', 'X-10'])
  expect(order.sorted(['X-10'], seedDialect)).toEqual(['X-10'])
})
