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
  [
    'the key of OpenWeatherMap',
    'GET /weather?q=x&APPID=0123456789abcdef0123456789abcdef&units=metric',
    ['0123456789abcdef0123456789abcdef'],
  ],
])('of a text it finds %s', (_, text, expected) => {
  expect(textParameters(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected)
})

test.each([
  'sig=short',
  'sig=nodigitsatall',
  'x=abcdefgh1234',
  'MY_TOKEN_COUNT=123456789012',
  'token=abcdefgh1234',
  'appid=com.example.app2',
  'appid=0123456789abcdef0123456789abcdef01',
  'appid=wx0123456789abcdef',
  '=abc',
  'a == b',
])('%s is none', (text) => {
  expect(textParameters(text)).toEqual([])
})

test('a name that is kept is none of a secret', () => {
  const text = 'x?sig=abcdefgh1&appid=0123456789abcdef0123456789abcdef&api_key=abcdefgh1'

  const spans = textParameters(text, new Set(['appid', 'apikey']))

  expect(spans.map(({ start }) => start)).toEqual([text.indexOf('abc')])
})
