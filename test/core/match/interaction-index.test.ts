import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MatchOptions } from '../../../src/core/match/matcher.ts'
import { indexOf, json, live, matches, matcherOf, recorded, type Said } from './support.ts'

const texts = fc.constantFrom(
  '',
  'a=1&b=2',
  'b=2&a=1',
  '{"a":1,"b":[1,{"c":null}]}',
  '{"b":[1.0,{"c":null}],"a":1}',
  '{"a":12345678901234567890}',
  '{"a":12345678901234567000}',
  '{"a":"[REDACTED:1]"}',
  '{"a":"x"}',
  '{"a":"sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ"}',
  '{"password":"one"}',
  '{"password":"[REDACTED:2]"}',
  'Hello [REDACTED:1]!',
  'Hello world!',
  '1.0',
  '1',
  '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b--\r\n',
  '--c\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--c--\r\n',
)
const bodies = fc.oneof(texts, fc.constantFrom(new Uint8Array([255, 1]), new Uint8Array([255, 2])))
const urls = fc.constantFrom(
  'https://api.example.com/a?x=1&y=2',
  'https://api.example.com/a?y=2&x=1',
  'https://user:pw@API.example.com:443/a?y=2&x=1#top',
  'https://api.example.com/%61?x=1&y=REDACTED-1',
  'https://api.example.com/a?x=1&key=REDACTED-1',
  'https://api.example.com/a?x=1&key=other',
  'https://api.example.com/bot/REDACTED-1/b',
  'https://api.example.com/bot/123/b',
  'https://REDACTED-1.example.com/a?x=1&y=2',
  '/a?x=1',
)
const types = fc.constantFrom(
  {},
  { 'content-type': 'application/json' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': 'text/plain', accept: '*/*' },
  { accept: '[REDACTED:1]', 'x-other': '1' },
)
const requests: fc.Arbitrary<Said> = fc.record({
  method: fc.constantFrom('GET', 'get', 'POST', ''),
  url: urls,
  body: bodies,
  headers: types,
  contentLength: fc.constantFrom(-1, 3, 7),
})
const options: fc.Arbitrary<MatchOptions> = fc.record({
  matchOn: fc.constantFrom<NonNullable<MatchOptions['matchOn']>>(
    ['method', 'url', 'body'],
    ['method', 'url'],
    ['body'],
    ['origin', 'path', 'query', 'form'],
    ['host', 'headers', 'body'],
    ['url', 'headers'],
    [],
    'go-vcr',
    [
      'method',
      (actual, { url }) => (url.endsWith('a') ? [{ part: 'mine', recorded: 1, actual }] : []),
    ],
  ),
  ignore: fc.constantFrom<NonNullable<MatchOptions['ignore']>>(
    [],
    ['$.a', 'query.x', 'form.b', 'headers.accept'],
    [/\d/],
    ['$..c', '$.b[*]'],
  ),
})

test('the index finds what comparing with every interaction finds', () => {
  fc.assert(
    fc.property(
      fc.array(requests, { maxLength: 12 }),
      fc.array(requests, { minLength: 1, maxLength: 4 }),
      options,
      (file, asked, options) => {
        const index = indexOf(file, options)
        const matcher = matcherOf(options)
        for (const said of asked) {
          const actual = matcher.normalise(live(said))
          const all = file.flatMap((record, position) => {
            const other = matcher.normalise(recorded(record).request)
            return matcher.compare(actual, other).length === 0 ? [position] : []
          })
          expect(matches(index, said)).toEqual(all)
        }
      },
    ),
    { numRuns: 2_000 },
  )
})

test.each<[what: string, repeats: readonly Said[], asked: Said]>([
  [
    'a token that a recorded answer handed out',
    [
      { url: 'https://api.example.com/me?token=REDACTED-1' },
      { url: 'https://api.example.com/me?token=REDACTED-2' },
    ],
    { url: 'https://api.example.com/me?token=%5BREDACTED%3A2%5D' },
  ],
  [
    'a token in a place that no rule knows',
    [json({ session: '[REDACTED:1]' }), json({ session: '[REDACTED:2]' })],
    json('{ "session": "[REDACTED:2]" }'),
  ],
  [
    'a key that was recorded as it is',
    [{ url: 'https://api.example.com/kv?key=one' }, { url: 'https://api.example.com/kv?key=two' }],
    { url: 'https://api.example.com/kv?key=two' },
  ],
])('%s gets what was recorded with it', (_, requests, asked) => {
  const { groups, preferred } = indexOf([...requests, ...requests]).candidates(live(asked))

  expect(groups).toEqual([[0, 1, 2, 3]])
  expect(preferred).toEqual([[1, 3]])
})

test('a key that was never recorded prefers nothing', () => {
  const index = indexOf([
    { url: 'https://api.example.com/kv?key=REDACTED-1' },
    { url: 'https://api.example.com/kv?key=REDACTED-2' },
  ])

  const { groups, preferred } = index.candidates(
    live({ url: 'https://api.example.com/kv?key=dummy' }),
  )

  expect(groups).toEqual([[0, 1]])
  expect(preferred).toEqual([])
})
