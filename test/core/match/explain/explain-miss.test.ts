import { stripVTControlCharacters } from 'node:util'
import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainMiss } from '../../../../src/core/match/explain/explain-miss.ts'
import { formatMiss } from '../../../../src/core/match/explain/format-miss.ts'
import { createIndex } from '../../../../src/core/match/interaction-index.ts'
import { type MatchOptions, createMatcher } from '../../../../src/core/match/matcher.ts'
import type { Miss } from '../../../../src/core/match/explain/miss.ts'
import { NoMatchError } from '../../../../src/core/match/explain/no-match-error.ts'
import { compileRules } from '../../../../src/core/redact/rules.ts'
import { tries } from '../../../support/tries.ts'
import { form, indexOf, json, live, matches, recorded, rulesOff, type Said } from '../support.ts'

interface Situation {
  readonly file: readonly Said[]
  readonly asked: Said
  readonly options?: MatchOptions
  readonly played?: readonly number[]
  readonly origins?: readonly string[]
}

const rules = compileRules({}, { BILLING_TOKEN: 'billing-4f9c2d7e' })

function missOf({ file, asked, options = {}, played = [], origins = [] }: Situation): Miss {
  const index = createIndex(
    file.map((said, id) => recorded(said, id)),
    createMatcher(options, rules),
  )
  return explainMiss(live(asked), {
    index,
    rules,
    isPlayed: (position) => played.includes(position),
    playedCount: played.length,
    cassette: 'cassettes/answers/streams.yaml',
    mode: 'replay',
    origins,
  })
}

const responses = 'https://api.example.com/v1/responses'
const question = (content: string, more: object = {}): Said =>
  json({ input: [{ role: 'user', content }], model: 'gpt-5', ...more }, { url: responses })
const long = (middle: string): string =>
  `${'Once upon a time. '.repeat(60)}${middle}${' The end.'.repeat(40)}`

const situations: Readonly<Record<string, Situation>> = {
  'an empty cassette': { file: [], asked: question('What is 2+3?') },
  'one JSON value': {
    file: [
      { url: 'https://api.example.com/v1/models' },
      question('Say hi'),
      question('What is 2+2?'),
    ],
    asked: question('What is 2+3?'),
    played: [0],
  },
  'several JSON values': {
    file: [
      json(
        {
          messages: [
            { id: 'a', content: 'Hi' },
            { id: 'b', content: 'there' },
          ],
          'max tokens': 5,
          seed: 12345678901234567890n.toString(),
          'tool.choice': null,
        },
        { url: responses },
      ),
    ],
    asked: json(
      '{"messages":[{"id":"c","content":"Hi"},{"id":"d","content":"there"},{"id":"e","content":{"type":"text","text":"new"}}],"max tokens":6,"seed":12345678901234567890}',
      { url: responses },
    ),
  },
  'everything in JSON': {
    file: [
      json(
        Array.from({ length: 30 }, (_, n) => n),
        { url: responses },
      ),
    ],
    asked: json(
      Array.from({ length: 30 }, (_, n) => n + 100),
      { url: responses },
    ),
  },
  'the kind of the body': {
    file: [json({ a: 1 }, { url: responses })],
    asked: json('Hello\u2028world', { url: responses, headers: { 'content-type': 'text/plain' } }),
  },
  'a long text': {
    file: [json(long('They lived happily.'), { url: responses })],
    asked: json(long('They argued.'), { url: responses }),
  },
  'a form field': {
    file: [form('grant=code&nonce=1&scope=a+b', { url: responses })],
    asked: form('grant=code&nonce=2&scope=a+b', { url: responses }),
  },
  bytes: {
    file: [{ method: 'PUT', body: new Uint8Array([0, 255, 1, 2, 3]) }],
    asked: { method: 'PUT', body: new Uint8Array([0, 255, 1, 9, 3]) },
  },
  'the method': { file: [{ url: responses }], asked: { url: responses, method: 'DELETE' } },
  'the host': {
    file: [{ url: 'https://api.example.com/v1/models?limit=10' }],
    asked: { url: 'http://127.0.0.1:8080/v1/models?limit=10' },
  },
  'the path': {
    file: [
      { url: 'https://api.example.com/v1/models/gpt-4' },
      { url: 'https://api.example.com/v1/files' },
    ],
    asked: { url: 'https://api.example.com/v1/models/gpt-5' },
  },
  'the query': {
    file: [{ url: 'https://api.example.com/v1/models?limit=10&tag=a&tag=b' }],
    asked: { url: 'https://api.example.com/v1/models?tag=a&limit=20&after=x' },
  },
  headers: {
    file: [{ headers: { accept: 'application/json', 'user-agent': 'openai/4' } }],
    asked: { headers: { accept: 'text/event-stream', range: 'bytes=0-1', 'x-request-id': '1' } },
    options: { matchOn: ['method', 'url', 'headers'] },
  },
  'nothing, but it was played': {
    file: [question('What is 2+2?'), question('Say hi')],
    asked: question('What is 2+2?'),
    played: [0, 1],
  },
  'a body that was not kept': {
    file: [{ method: 'POST', url: responses, contentLength: 80_000_000 }],
    asked: question('What is 2+2?'),
    options: { matchOn: ['method', 'url', 'headers', 'body'] },
  },
  'several hosts that fit': {
    file: [{ url: 'https://api.openai.com/v1/models' }, { url: 'https://api.groq.com/v1/models' }],
    asked: { url: 'http://127.0.0.1:8080/v1/models' },
    origins: ['https://api.openai.com', 'https://api.groq.com'],
  },
  'what go-vcr compares': {
    file: [json('{"a": 1}', { proto: 'HTTP/2.0', host: 'other.example.com', contentLength: 8 })],
    asked: json('{"a":1}'),
    options: { matchOn: 'go-vcr' },
  },
  'what a function says': {
    file: [{ url: responses }],
    asked: { url: responses },
    options: {
      matchOn: [
        'url',
        (actual, { method }) => [
          { part: 'mood', recorded: method, actual: actual.method },
          { part: 'tone', recorded: 'loud', actual: undefined },
          { part: 'tone', at: 'the end', recorded: 1n, actual: Number.NaN },
        ],
      ],
    },
  },
  'secrets and what a terminal would act on': {
    file: [
      json(
        { note: 'plain', user: { password: '[REDACTED:1]' } },
        { url: 'https://api.example.com/v1/\u202enotes?key=REDACTED-2&q=1' },
      ),
    ],
    asked: json(
      {
        note: '\u001b[31mred\u001b[0m ::error::\u2028 key billing-4f9c2d7e and hunter-2222-abc',
        arguments: '{"password":"tiger-tiger"}',
        user: { password: 'lion-lion' },
        'hunter-2222-abc': 1,
      },
      {
        url: 'https://me:hunter-1111-abc@api.example.com/v1/notes?key=puma-puma&q=2',
        headers: { authorization: 'Bearer hunter-2222-abc', 'content-type': 'application/json' },
      },
    ),
  },
}

test.each(Object.entries(situations))('the message of a miss shows %s', async (name, situation) => {
  const text = formatMiss(missOf(situation))

  await expect(`${text}\n`).toMatchFileSnapshot(
    `../../../golden/miss/${name.replaceAll(/[ ,]+/g, '-')}.txt`,
  )
})

test('one host that fits says nothing, the nearest does', () => {
  const text = formatMiss(
    missOf({ ...situations['the path']!, origins: ['https://api.example.com'] }),
  )

  expect(text).toContain('Nearest: interaction 0')
  expect(text).not.toContain('several recorded hosts')
})

test('a terminal gets colours', () => {
  const text = formatMiss(missOf(situations['one JSON value']!), { colour: true })

  expect(text).toContain('\u001b[31m"What is 2+3?"\u001b[39m')
  expect(stripVTControlCharacters(text)).toBe(formatMiss(missOf(situations['one JSON value']!)))
})

test('the error of a miss has every part of its message as a field', () => {
  const miss = missOf(situations['one JSON value']!)

  const error = new NoMatchError(miss)

  expect(error.message).toBe(formatMiss(miss))
  expect(error).toMatchObject({
    code: 'NO_MATCH',
    name: 'NoMatchError',
    miss,
    request: {
      method: 'POST',
      url: responses,
      body: '{"input":[{"role":"user","content":"What is 2+3?"}],"model":"gpt-5"}',
    },
    cassette: 'cassettes/answers/streams.yaml',
    mode: 'replay',
    counts: { interactions: 3, played: 1 },
    suggestions: [
      { line: 'record again with WIRETAPE_MODE=record' },
      { line: "ignore: ['$.input[0].content']", options: { ignore: ['$.input[0].content'] } },
    ],
  })
  expect(error.nearest[0]).toEqual({
    id: 2,
    position: 2,
    method: 'POST',
    url: responses,
    played: false,
    isBodyCompared: true,
    differences: [
      { part: 'body', at: '$.input[0].content', recorded: 'What is 2+2?', actual: 'What is 2+3?' },
    ],
    differing: [{ part: 'body', count: 1 }],
  })
})

test('no secret stands in a miss, and no line begins as a command to a CI', () => {
  const miss = missOf(situations['secrets and what a terminal would act on']!)

  const texts = [formatMiss(miss), JSON.stringify(miss)].join('\n')

  for (const secret of ['billing-4f9c', 'hunter', 'tiger', 'lion', 'puma']) {
    expect(texts).not.toContain(secret)
  }
  expect(formatMiss(miss)).not.toMatch(/^::|[^\n -~…]/m)
})

test('with redact: false nothing is hidden', () => {
  const index = createIndex([recorded(json({ password: 'one' }))], createMatcher({}, rulesOff))

  const miss = explainMiss(live(json({ password: 'two' }, { headers: { authorization: 'x' } })), {
    index,
    rules: rulesOff,
    isPlayed: () => false,
    playedCount: 0,
    cassette: 'a.yaml',
    mode: 'once',
  })

  expect(miss.nearest[0]?.differences).toEqual([
    { part: 'body', at: '$.password', recorded: 'one', actual: 'two' },
  ])
})

test.each<[what: string, asked: Said, body: string]>([
  ['text', json('x'.repeat(200)), `${'x'.repeat(96)}…`],
  ['bytes', { method: 'PUT', body: new Uint8Array(3).fill(255) }, '3 bytes'],
])('a body of %s is shown in short', (_, asked, body) => {
  expect(missOf({ file: [], asked }).request.body).toBe(body)
})

test('a body that was not read is not shown, and not compared', () => {
  const index = createIndex([recorded(question('hi'))], createMatcher({}, rules))

  const miss = explainMiss(
    { ...live(question('ho')), body: undefined },
    { index, rules, isPlayed: () => true, playedCount: 1, cassette: 'a.yaml', mode: 'replay' },
  )

  expect(miss.request.body).toBe('')
  expect(miss.nearest[0]).toMatchObject({ played: true, isBodyCompared: false, differences: [] })
})

test('nothing in a miss is long', () => {
  const asked = json(
    { ['n'.repeat(10_000)]: 1 },
    { url: `https://a.example/${'x'.repeat(10_000)}` },
  )

  const miss = missOf({ file: [json({}, { url: asked.url! })], asked })

  expect(JSON.stringify(miss).length).toBeLessThan(6_000)
  expect(miss.request.url).toHaveLength(2_001)
})

test.each([
  ['its id', [10, 11], [11, 10]],
  ['its position, where its id is not its own', [5, 5], [1, 0]],
])('an interaction is called by %s', (_, ids, called) => {
  const index = createIndex(
    ids.map((id, position) => recorded(json(String(position)), id)),
    createMatcher({}, rules),
  )

  const miss = explainMiss(live(json('2')), {
    index,
    rules,
    isPlayed: (position) => position === 0,
    playedCount: 1,
    cassette: 'a.yaml',
    mode: 'replay',
  })

  expect(miss.nearest.map(({ id, position }) => [id, position])).toEqual([
    [called[0], 1],
    [called[1], 0],
  ])
})

describe('what a remedy names', () => {
  const requests: fc.Arbitrary<Said> = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    url: fc.constantFrom(
      'https://a.example/x',
      'https://a.example/x?q=1&t=2',
      'http://b.example/x?q=2',
      'https://a.example/x?q=1&q=2',
      'https://a.example/x?it%27s=1',
    ),
    body: fc.oneof(
      fc.json({ maxDepth: 2, noUnicodeString: false }),
      fc.constantFrom(
        '',
        'a=1&b=2',
        'a=2&b=1&c=3',
        'hello',
        '{"a":[{"id":1},{"id":2}]}',
        '{"a":[{"id":3},{"id":4}],"b\'":1}',
      ),
    ),
    headers: fc.constantFrom(
      { 'content-type': 'application/json' },
      { accept: 'a' },
      { 'content-type': 'application/x-www-form-urlencoded' },
    ),
  })
  const options: fc.Arbitrary<MatchOptions> = fc.record({
    matchOn: fc.constantFrom<NonNullable<MatchOptions['matchOn']>>(
      ['method', 'url', 'body'],
      ['origin', 'path', 'query', 'headers', 'body'],
      ['host', 'form'],
      'go-vcr',
      ['url', () => []],
    ),
    ignore: fc.constantFrom<NonNullable<MatchOptions['ignore']>>([], ['$.b', /[3-9]/]),
  })

  test('makes the nearest interaction match', () => {
    let advised = 0
    fc.assert(
      fc.property(requests, requests, options, (record, asked, options) => {
        const miss = missOf({ file: [record], asked, options })
        const remedy = miss.suggestions.find((one) => one.when.endsWith('noise'))
        if (remedy?.options === undefined || 'repeats' in remedy.options) return
        advised += 1
        const { matchOn = options.matchOn ?? [], ignore = [] } = optionsFrom(remedy.line)
        const all = { matchOn, ignore: [...(options.ignore ?? []), ...ignore] }
        expect(matches(indexOf([record], all, rules), asked)).toEqual([0])
      }),
      { numRuns: tries(500, 10_000) },
    )
    expect(advised).toBeGreaterThan(100)
  })

  /** Reads the line as a user's code would. */
  function optionsFrom(line: string): MatchOptions {
    const code = line.replace('add to ignore', 'ignore')
    return runInNewContext(`({${code}})`) as MatchOptions
  }

  test.each<[what: string, file: Said, asked: Said, options: MatchOptions, line: string]>([
    [
      'ignored already',
      json({ a: 1, b: 1 }),
      json({ a: 2, b: 2 }),
      { ignore: ['$.b'] },
      "add to ignore: ['$.a']",
    ],
    [
      'two indexes',
      json([{ a: 1, b: 1 }, { a: 1 }]),
      json([{ a: 2, b: 2 }, { a: 2 }]),
      {},
      "ignore: ['$[*].a', '$[0].b']",
    ],
    [
      'brackets in a name',
      json({ 'a[0]': [1] }),
      json({ 'a[0]': [2] }),
      {},
      `ignore: ["$['a[0]'][0]"]`,
    ],
    ['a line break in a name', json({ 'a\n': 1 }), json({ 'a\n': 2 }), {}, `ignore: ["$['a\\n']"]`],
    [
      'the host of an origin',
      { url: 'https://a.example/' },
      { url: 'https://b.example/' },
      { matchOn: ['origin', 'method'] },
      "matchOn: ['method']",
    ],
    [
      'host and value',
      json({ a: 1 }, { url: 'https://a.example/' }),
      json({ a: 2 }, { url: 'https://b.example/' }),
      {},
      "matchOn: ['method', 'path', 'query', 'body'], ignore: ['$.a']",
    ],
    [
      'the spelling that go-vcr tells apart',
      { url: 'https://a.example/a' },
      { url: 'https://a.example/%61' },
      { matchOn: 'go-vcr' },
      "matchOn: ['method', 'url', 'body']",
    ],
    [
      'too many values',
      json('{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}'),
      json('{}'),
      {},
      'add it with WIRETAPE_MODE=new-episodes',
    ],
    [
      'a secret name',
      json({ 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789AB': 1 }),
      json({}),
      {},
      'add it with WIRETAPE_MODE=new-episodes',
    ],
    [
      'a function beside it',
      { url: 'https://a.example/' },
      { url: 'https://b.example/' },
      { matchOn: ['url', () => []] },
      'add it with WIRETAPE_MODE=new-episodes',
    ],
  ])('where it is %s', (_, record, asked, options, line) => {
    expect(missOf({ file: [record], asked, options }).suggestions.at(-1)?.line).toBe(line)
  })
})
