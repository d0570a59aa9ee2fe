import { expect, test } from 'vitest'
import {
  besidePlaceholders,
  highestPlaceholder,
  isPlaceholder,
  placeholderOf,
  placeholderPattern,
} from '../../../src/core/redact/placeholders.ts'

const numbers = [1, 9, 10, 99, 100, 1_234]

test.each([
  ['text', '[REDACTED:7]'],
  ['url', 'REDACTED-7'],
  ['quoted', '"[REDACTED:7]"'],
  ['removed', ''],
] as const)('as %s it is %j', (form, expected) => {
  expect(placeholderOf(7, form, false)).toBe(expected)
})

test.each(numbers)('the placeholder %i of a JWT is a JWT that says so', (number) => {
  const [head = '', payload = '', signature = ''] = placeholderOf(number, 'text', true).split('.')
  const read = (part: string): string => Buffer.from(part, 'base64url').toString()

  expect(JSON.parse(read(head))).toEqual({ alg: 'none' })
  expect(JSON.parse(read(payload))).toEqual({ redacted: `[REDACTED:${number}]` })
  expect(read(signature)).toBe('REDACTED')
})

test.each(
  numbers.flatMap((number) => [
    placeholderOf(number, 'text', false),
    placeholderOf(number, 'url', false),
    placeholderOf(number, 'url', true),
    encodeURIComponent(placeholderOf(number, 'text', false)),
    encodeURIComponent(placeholderOf(number, 'text', false))
      .toLowerCase()
      .replace('redacted', 'REDACTED'),
  ]),
)('%s is a placeholder', (placeholder) => {
  expect(isPlaceholder(placeholder)).toBe(true)
  expect(isPlaceholder(`${placeholder}.`)).toBe(false)
  expect(`x${placeholder}y`.replace(placeholderPattern, '')).toBe('xy')
})

test('the highest number is found in any form', () => {
  const text = ['a [REDACTED:3]', 'b=REDACTED-5', placeholderOf(4, 'url', true)].join(' ')

  expect(highestPlaceholder(text)).toBe(5)
  expect(highestPlaceholder(`${text} ${placeholderOf(1_000, 'text', true)}`)).toBe(1_000)
  expect(highestPlaceholder('%5BREDACTED%3A12%5D')).toBe(12)
  expect(highestPlaceholder('nothing REDACTED')).toBe(0)
  expect(highestPlaceholder('nothing')).toBe(0)
})

test.each([
  ['the end of one', 11, 20, 12, 20],
  ['the beginning of one', 0, 5, 0, 2],
  ['one whole', 0, 20, 0, 20],
  ['none', 13, 20, 13, 20],
])('a span that reaches into %s is trimmed', (_, start, end, from, to) => {
  const [span] = besidePlaceholders('x REDACTED-1secret99', [{ start, end, rule: 'known' }])

  expect(span).toEqual({ start: from, end: to, rule: 'known' })
})

test('a span within one is none', () => {
  expect(besidePlaceholders('REDACTED-1', [{ start: 2, end: 10, rule: 'known' }])).toEqual([])
})
