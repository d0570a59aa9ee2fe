import { expect, test } from 'vitest'
import { explainMiss } from '../../../src/core/match/explain-miss.ts'
import { formatMiss } from '../../../src/core/match/format-miss.ts'
import { createIndex } from '../../../src/core/match/interaction-index.ts'
import { type MatchOptions, createMatcher } from '../../../src/core/match/matcher.ts'
import type { Miss } from '../../../src/core/match/miss.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { form, json, live, recorded, type Said } from './support.ts'

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
        (actual, { method }) => [{ part: 'mood', recorded: method, actual: actual.method }],
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
    `../../golden/miss/${name.replaceAll(/[ ,]+/g, '-')}.txt`,
  )
})
