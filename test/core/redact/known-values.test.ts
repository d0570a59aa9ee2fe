import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodingsOf } from '../../../src/core/redact/encodings.ts'
import { KnownValues } from '../../../src/core/redact/known-values.ts'

function found(text: string, ...secrets: string[]): string[] {
  const known = new KnownValues()
  for (const secret of secrets) known.add(secret, 'env')
  return known.spansIn(text).map(({ start, end }) => text.slice(start, end))
}

const secret = fc.string({
  unit: fc.constantFrom(...Array.from('aB3dE5gH7jK9&<>"/+ é')),
  minLength: 12,
  maxLength: 60,
})
const around = fc.string({ unit: fc.constantFrom(...Array.from('xyz .,')), maxLength: 30 })

test('a known value is found in any form and anywhere', () => {
  fc.assert(
    fc.property(secret, around, around, (value, before, behind) => {
      for (const { text: form } of encodingsOf(value)) {
        if (form.length < 12) continue
        const [span = ''] = found(before + form + behind, value)
        expect(span).toContain(form)
      }
    }),
  )
})

test('in base64 it is found wherever it begins', () => {
  fc.assert(
    fc.property(secret, around, around, (value, before, behind) => {
      const encoded = Buffer.from(before + value + behind).toString('base64')
      const left = found(encoded, value).reduce((text, span) => text.replace(span, ' '), encoded)

      const hidden = Buffer.from(value).toString('base64')
      expect(left).not.toContain(hidden.slice(4, 16))
      expect(found(encoded, value)).toHaveLength(1)
    }),
  )
})

test('12 characters in a row are found, 11 are not', () => {
  const value = 'abc123def456ghi789jkl'

  expect(found(`is ${value.slice(3, 15)} it`, value)).toEqual([value.slice(3, 15)])
  expect(found(`is ${value.slice(3, 14)} it`, value)).toEqual([])
})

test('in base64 12 characters are 16, and 9 are too few', () => {
  const value = 'bkZ-1741960908-1.0.1.1-wp7edLbMPVL0'
  const shared = (text: string): string[] => found(btoa(`{"created":${text},"m":1}`), value)

  expect(shared('1741960908')).toEqual([])
  expect(shared('bkZ-1741960908')).toHaveLength(1)
})

test('a part without a digit is too likely to be a word', () => {
  expect(found('in our production-database', 'production-database-7')).toEqual([])
  expect(found('in our production-database-7', 'production-database-7')).toHaveLength(1)
})

test.each([
  ['a field’s border', 'q=1hunter2two3&x', 'a=1hunter2two3&b', '1hunter2two3'],
  ['a percent-encoded unit', '%C3%A9hunter-two-2', '%2C9hunter-two-2x', 'hunter-two-2'],
  ['an escape of JSON', String.raw`\nhunter-two-2`, 'nhunter-two-2x', 'hunter-two-2'],
  ['another escape of JSON', String.raw`\u00e9hunter-two-2`, 'e9hunter-two-2x', 'hunter-two-2'],
  ['no percent-encoded unit', '%zz9hunter-two-2', '9hunter-two-2x', '9hunter-two-2'],
])('a part does not reach into %s', (_, text, value, expected) => {
  expect(found(text, value)).toEqual([expected])
})

test('of a URL no part counts', () => {
  const url = 'https://s3.example.com/bucket/secret-1'

  expect(found('https://s3.example.com/other', url)).toEqual([])
  expect(found(`at ${url}.`, url)).toEqual([url])
})

test('several secrets in one text are told apart', () => {
  const known = new KnownValues()
  known.add('first-secret-111', 'env')
  known.add('second-secret-22', 'env')
  const text = 'second-secret-22 and first-secret-111'

  expect(known.spansIn(text)).toEqual([
    { start: 0, end: 16, rule: 'env', secret: 'second-secret-22' },
    { start: 21, end: 37, rule: 'env', secret: 'first-secret-111' },
  ])
})

test('the middle of a long secret is found as part of the whole', () => {
  const long = Array.from({ length: 200 }, (_, index) => `part${index}`).join('')

  expect(found(`a ${long} b`, long)).toEqual([long])
})

test('what is too short, or known already, is not added', () => {
  const known = new KnownValues()

  expect(known.add('short', 'env')).toBe(false)
  expect(known.add('long-enough-12', 'env')).toBe(true)
  expect(known.add('long-enough-12', 'env')).toBe(false)
  expect(known.spansIn('short')).toEqual([])
})

test('when there are too many it forgets all but the values of the environment', () => {
  const known = new KnownValues()
  known.add('value-of-variable-1', 'env')
  known.add('the-first-of-all-0', 'known')
  const spans = (): number => known.spansIn('the-first-of-all-0, value-of-variable-1').length
  const before = spans()
  for (let index = 0; known.size === index + 2; index++) {
    // Each unlike the others: what begins alike is kept only so many times.
    known.add(createHash('sha512').update(String(index)).digest('base64url').repeat(3), 'known')
  }

  expect(before).toBe(2)
  expect(spans()).toBe(1)
})
