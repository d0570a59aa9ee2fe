import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashText, sampleText } from '../../../src/core/match/hash.ts'
import { createIndex, type InteractionIndex } from '../../../src/core/match/interaction-index.ts'
import type { MatchOptions } from '../../../src/core/match/matcher.ts'
import { tries } from '../../support/tries.ts'
import { form, indexOf, json, live, matches, matcherOf, recorded, type Said } from './support.ts'

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
    { numRuns: tries(500, 10_000) },
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

describe('look-ups', () => {
  const chat = (n: number): Said => json({ n, text: 'hello' })

  /** Interactions that count how often a body is read. */
  function counting(requests: readonly Said[]): { index: InteractionIndex; reads: () => number } {
    let reads = 0
    const interactions = requests.map((said, id) => {
      const interaction = recorded(said, id)
      const request = Object.defineProperty({ ...interaction.request }, 'body', {
        get: () => {
          reads += 1
          return interaction.request.body
        },
      })
      return { ...interaction, request }
    })
    return { index: createIndex(interactions, matcherOf()), reads: () => reads }
  }

  test('no body is read before a request asks for its URL', () => {
    const other = 'https://api.example.com/other'
    const { index, reads } = counting([chat(1), chat(2), chat(3), { url: other }, { url: other }])

    index.candidates(live({ url: 'https://api.example.com/none' }))
    expect(reads()).toBe(0)
    index.candidates(live({ url: other }))
    expect(reads()).toBeLessThan(20)
  })

  test('however long the cassette, a look-up reads as much', () => {
    const readsAt = (length: number): number => {
      const { index, reads } = counting(Array.from({ length }, (_, n) => chat(n)))
      index.candidates(live(chat(0)))
      const before = reads()
      expect(matches(index, chat(length >> 1))).toEqual([length >> 1])
      return reads() - before
    }

    expect(readsAt(5_000)).toBe(readsAt(50))
  })

  test('interactions that nothing tells apart are one group, the same array each time', () => {
    const index = indexOf(
      Array.from({ length: 1_000 }, (_, n) =>
        json(n % 2 === 0 ? '{"a":1,"b":2}' : '{"b":2, "a":1}'),
      ),
    )

    const { groups } = index.candidates(live(json('{"a":1,"b":2}')))

    expect(groups).toHaveLength(1)
    expect(groups[0]).toHaveLength(1_000)
    expect(index.candidates(live(json('{ "a": 1, "b": 2 }'))).groups[0]).toBe(groups[0])
  })

  test('for go-vcr, too, what nothing tells apart is one group', () => {
    const request: Said = json('{}', { host: 'api.example.com', contentLength: 2 })
    const index = indexOf(
      [
        request,
        request,
        { ...request, proto: 'HTTP/2.0' },
        { ...request, contentLength: 3 },
        request,
      ],
      { matchOn: 'go-vcr' },
    )

    expect(index.candidates(live(json('{}'))).groups).toEqual([[0, 1, 4]])
  })

  test('two bodies of one hash are told apart', () => {
    const bodies = collision((n) => `text ${n}`, 5).map((text) => JSON.stringify(text))
    const index = indexOf(bodies.map((body) => json(body)))

    for (const [position, body] of bodies.entries()) {
      expect(matches(index, json(body))).toEqual([position])
      expect(matches(index, json(` ${body}`))).toEqual([position])
    }
  })

  test('long bodies that differ in one character are told apart, each time they come', () => {
    const bodies = ['a', 'b', 'a', 'b', 'c'].map((name) => `{"${name}":"${'x'.repeat(1_000)}"}`)
    expect(sampleText(bodies[0] as string)).toBe(sampleText(bodies[1] as string))
    const index = indexOf(bodies.map((body) => json(body)))

    const found = ['a', 'b', 'c'].map((_, n) =>
      matches(index, json(bodies[[0, 1, 4][n] as number] as string)),
    )

    expect(found).toEqual([[0, 2], [1, 3], [4]])
  })

  test('a text is as many bodies as it has kinds', () => {
    const form = 'application/x-www-form-urlencoded'
    const said = (body: string, type: string): Said =>
      json(body, { headers: { 'content-type': type } })
    const index = indexOf(
      ['text/plain', form, 'text/plain', form].flatMap((type) => [
        said('a=1', type),
        said('{}', type),
      ]),
    )

    expect(index.candidates(live(json('{}'))).groups).toEqual([[1, 3, 5, 7]])
    expect(index.candidates(live(said('a=1', form))).groups).toEqual([
      [0, 4],
      [2, 6],
    ])
  })

  function collision(textOf: (n: number) => string, seed?: number): [string, string] {
    const known = new Map<number, string>()
    for (let n = 0; ; n++) {
      const text = textOf(n)
      const hash = hashText(text, seed)
      const before = known.get(hash)
      if (before !== undefined) return [before, text]
      known.set(hash, text)
    }
  }

  test('templates of many shapes are all found', () => {
    const requests = Array.from({ length: 20 }, (_, n) => json({ [`name${n}`]: '[REDACTED:1]', n }))
    const index = indexOf([...requests, ...requests])

    for (let n = 0; n < 20; n++) {
      expect(matches(index, json({ [`name${n}`]: 'x', n }))).toEqual([n, n + 20])
    }
  })

  test('many templates of one shape are found by what is not wild in them', () => {
    const { index, reads } = counting(
      Array.from({ length: 3_000 }, (_, n) => json({ session: '[REDACTED:1]', n })),
    )
    expect(matches(index, json({ session: 'mine', n: 7 }))).toEqual([7])
    const before = reads()

    expect(matches(index, json({ session: 'mine', n: 2_999 }))).toEqual([2_999])
    expect(reads() - before).toBeLessThan(10)
  })

  test('a body of another kind is looked up among templates, too', () => {
    const index = indexOf([json({ a: '[REDACTED:1]' }), form('a=REDACTED-1'), json({ b: 1 })])

    expect(matches(index, { method: 'POST', body: new Uint8Array([255]) })).toEqual([])
    expect(matches(index, form('a=x'))).toEqual([1])
  })

  test('a request whose body was not read may get any of its URL', () => {
    const index = indexOf(
      [
        chat(1),
        chat(2),
        { ...chat(3), headers: { accept: 'a' } },
        { url: 'https://other.example/' },
      ],
      { matchOn: ['url', 'headers', 'body'] },
    )
    const asked = live(json(''))

    const { groups, accepts } = index.candidates({ ...asked, body: undefined })

    expect(groups).toEqual([[0, 1, 2]])
    expect([0, 1, 2].filter(accepts)).toEqual([0, 1])
  })

  test('functions are asked only about what the index leaves', () => {
    const asked: string[] = []
    const index = indexOf(
      [
        { url: 'https://a.example/1' },
        { url: 'https://b.example/2' },
        { url: 'https://a.example/3' },
      ],
      {
        matchOn: [
          'host',
          (_, { url }) => {
            asked.push(url)
            return url.endsWith('3') ? [] : [{ part: 'mine', recorded: 1, actual: 2 }]
          },
        ],
      },
    )

    expect(matches(index, { url: 'https://a.example/x' })).toEqual([2])
    expect(asked).toEqual(['https://a.example/1', 'https://a.example/3'])
  })
})

describe('an interaction that is added', () => {
  const kv = (key: string): Said => ({ url: `https://api.example.com/kv?key=${key}` })

  test('is found, whether or not its place was asked for before', () => {
    const index = indexOf([json('1'), json('2')])
    expect(index.add(recorded(json('1')))).toBe(2)
    expect(matches(index, json('1'))).toEqual([0, 2])
    expect(index.add(recorded(json('1')))).toBe(3)
    expect(index.add(recorded({ url: 'https://new.example/' }))).toBe(4)

    expect(matches(index, json('1'))).toEqual([0, 2, 3])
    expect(matches(index, { url: 'https://new.example/' })).toEqual([4])
    expect(index.interactions).toHaveLength(5)
  })

  test('is preferred with its secrets', () => {
    const index = indexOf([kv('one'), kv('two')])
    expect(index.candidates(live(kv('two'))).preferred).toEqual([[1]])

    index.add(recorded(kv('two')))

    expect(index.candidates(live(kv('two'))).preferred).toEqual([[1, 2]])
  })

  test('does not change what was given', () => {
    const given = [recorded()]
    const index = createIndex(given, matcherOf())

    index.add(recorded())

    expect(given).toHaveLength(1)
  })
})

test('one secret everywhere prefers nothing', () => {
  const url = 'https://api.example.com/kv?key=one'

  expect(indexOf([{ url }, { url }]).candidates(live({ url })).preferred).toEqual([])
})

test('a request written as the only one was recorded is found without understanding its URL', () => {
  const understood: string[] = []
  const matcher = matcherOf()
  const parts = matcher.parts.map((part) => ({
    ...part,
    key: (request: Parameters<typeof part.key>[0]) => {
      understood.push(request.request.url)
      return part.key(request)
    },
  }))
  const url = 'https://api.example.com/a?x=1&y=2'
  const index = createIndex([recorded({ url })], { ...matcher, parts })

  expect(index.candidates(live({ url })).groups).toEqual([[0]])
  expect(understood).toEqual([])

  const other = 'https://api.example.com/a?y=2&x=1'
  expect(index.candidates(live({ url: other })).groups).toEqual([[0]])
  expect(new Set(understood)).toEqual(new Set([url, other]))
})

test('requests find what they ask for in whatever order they come', () => {
  const said: readonly Said[] = [
    { url: 'https://a.example/1' },
    { url: 'https://a.example/2' },
    { url: 'https://a.example/2', method: 'DELETE' },
    { url: 'https://A.example/1' },
    { url: 'https://a.example/3' },
    { url: 'https://a.example/1', method: 'DELETE' },
  ]
  const index = indexOf(said)
  const ask = (at: number): readonly number[] => matches(index, said[at] as Said)

  expect([0, 1, 2, 4, 5].map(ask)).toEqual([[0, 3], [1], [2], [4], [5]])
  expect([5, 0, 2, 1, 4, 3, 1, 1, 5].map(ask)).toEqual([
    [5],
    [0, 3],
    [2],
    [1],
    [4],
    [0, 3],
    [1],
    [1],
    [5],
  ])
})
