import { expect, test } from 'vitest'
import { textParameters } from '../../../../src/core/redact/places/text-parameters.ts'

test.each([
  [
    'a presigned URL',
    'at https://x/o?a=1&X-Amz-Signature=0123abcd0123abcd&b=2 now',
    ['0123abcd0123abcd'],
  ],
  [
    'an ampersand that JSON escapes',
    String.raw`"https:\/\/x\/o?a=1\u0026sig=abc%2Bdef123"`,
    ['abc%2Bdef123'],
  ],
  ['an ampersand that HTML escapes', 'href="/o?a=1&amp;access_token=abcdefgh1"', ['abcdefgh1']],
  ['a variable', 'export ACME_API_KEY=abcdef012345', ['abcdef012345']],
  ['a variable with quotes', String.raw`"run\nACME_TOKEN=\"abcdef012345\" x"`, ['abcdef012345']],
  ['an account key', 'AccountName=a;AccountKey=abcdef012345==;', ['abcdef012345==']],
])('of a text it finds %s', (_, text, expected) => {
  expect(textParameters(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
})

test.each([
  'sig=short',
  'sig=nodigitsatall',
  'x=abcdefgh1234',
  'MY_TOKEN_COUNT=123456789012',
  'token=abcdefgh1234',
  '=abc',
  'a == b',
])('%s is none', (text) => {
  expect(textParameters(text)).toEqual([])
})
