import { describe, expect, test } from 'vitest'
import type { MatchOptions } from '../../../src/core/match/matcher.ts'
import { newHeaders } from '../../../src/core/headers.ts'
import { differences, form, json, live, matcherOf, recorded, type Said } from './support.ts'

const base = 'https://api.example.com'
const compare = (actual: Said, record: Said, ignore: MatchOptions['ignore'] = []) =>
  differences(actual, record, { matchOn: 'go-vcr', ignore })

// What go-vcr's own matcher says of these was tried with v4.0.7.
describe("what go-vcr's matcher refuses", () => {
  test.each<[string, Said, Said, readonly string[]]>([
    ['the method', { method: 'PUT' }, {}, ['method: "GET" -> "PUT"']],
    [
      'the order of the query',
      { url: `${base}/?a=1&b=2` },
      { url: `${base}/?b=2&a=1`, form: { a: ['1'], b: ['2'] } },
      [`url: "${base}/?b=2&a=1" -> "${base}/?a=1&b=2"`],
    ],
    [
      'escapes in the URL',
      { url: `${base}/%61` },
      { url: `${base}/a` },
      [`url: "${base}/a" -> "${base}/%61"`],
    ],
    ['the path', { url: `${base}/b` }, { url: `${base}/a` }, ['path: "/a" -> "/b"']],
    [
      'the layout of JSON',
      json('{"a": 1}'),
      json('{"a":1}'),
      ['body: "{\\"a\\":1}" -> "{\\"a\\": 1}"'],
    ],
    ['a JSON value', json('{"a":1}'), json('{"a":2}'), ['$.a: 2 -> 1']],
    [
      'the order in a form',
      form('a=1&b=2'),
      form('b=2&a=1', { form: { a: ['1'], b: ['2'] } }),
      ['body: "b=2&a=1" -> "a=1&b=2"'],
    ],
    ['another length', json('{}'), json('{}', { contentLength: 5 }), ['content_length: 5 -> 2']],
    [
      'another proto',
      {},
      { proto: 'HTTP/2.0', protoMajor: 2, protoMinor: 0 },
      ['proto: "HTTP/2.0" -> "HTTP/1.1"', 'proto_major: 2 -> 1', 'proto_minor: 0 -> 1'],
    ],
    [
      'another host',
      {},
      { host: 'other.example.com' },
      ['host: "other.example.com" -> "api.example.com"'],
    ],
    [
      'a transfer encoding',
      {},
      { transferEncoding: ['chunked'] },
      ['transfer_encoding: "chunked" -> ""'],
    ],
    ['a trailer', {}, { trailer: { 'X-Sum': ['1'] } }, ['trailer: "X-Sum" -> ""']],
    ['an address', {}, { remoteAddr: '1.2.3.4:5' }, ['remote_addr: "1.2.3.4:5" -> ""']],
    ['a request URI', {}, { requestUri: '/a' }, ['request_uri: "/a" -> ""']],
    [
      'a query that is not in the form',
      { url: `${base}/?a=1` },
      { url: `${base}/?a=1` },
      ['form.a: nothing -> "1"'],
    ],
    ['a body that is not in the form', form('a=1'), form('a=1'), ['form.a: nothing -> "1"']],
    [
      'a form of a GET',
      { ...form('a=1'), method: 'GET' },
      { ...form('a=1', { form: { a: ['1'] } }), method: 'GET' },
      ['form.a: "1" -> nothing'],
    ],
    ['a form that is JSON', form('{"a":1}'), form('{"a":1}'), ['form.{"a":1}: nothing -> ""']],
    [
      'a header',
      { headers: { accept: 'a' } },
      { headers: { accept: 'b' } },
      ['headers.accept: "b" -> "a"'],
    ],
  ])('%s', (_, actual, record, expected) => {
    expect(compare(actual, record)).toEqual(expected)
  })
})

describe("what go-vcr's matcher takes", () => {
  const host = 'api.example.com'

  test.each<[string, Said, Said]>([
    ['the same', json('{"a":1}'), json('{"a":1}', { host, contentLength: 7 })],
    [
      'a query',
      { url: `${base}/?a=1&a=2` },
      { url: `${base}/?a=1&a=2`, host, form: { a: ['1', '2'] } },
    ],
    [
      'a form that is no UTF-8',
      form('a=caf%E9', { url: `${base}/?b=%FF` }),
      form('a=caf%E9', { url: `${base}/?b=%FF`, form: { a: ['caf\uefe9'], b: ['\uefff'] } }),
    ],
    [
      'a form, with its query',
      form('a=1&c=3', { url: `${base}/?b=2` }),
      form('a=1&c=3', { url: `${base}/?b=2`, form: { a: ['1'], b: ['2'], c: ['3'] } }),
    ],
    [
      'a PUT of bytes',
      { method: 'PUT', body: new Uint8Array([255]) },
      { method: 'PUT', body: new Uint8Array([255]), contentLength: 1 },
    ],
  ])('%s', (_, actual, record) => {
    expect(compare(actual, record)).toEqual([])
  })
})

describe('what a recording in Go cannot have alike', () => {
  test.each<[string, Said, Said]>([
    ['no host', {}, { host: '' }],
    ['a length that Go did not know', json('{}'), json('{}', { contentLength: -1 })],
    ['userinfo and fragment', { url: 'https://a:b@api.example.com/#x' }, { url: `${base}/` }],
    ['a credential', { headers: { authorization: 'a' } }, { headers: {} }],
    [
      'a secret parameter',
      { url: `${base}/?key=a&q=1` },
      { url: `${base}/?key=REDACTED-1&q=1`, form: { key: ['REDACTED-1'], q: ['1'] } },
    ],
    [
      'a secret name',
      json('{ "password": "a" }'),
      json('{ "password": "bcd" }', { contentLength: 99 }),
    ],
    ['a placeholder', json('{"a":"b"}'), json('{"a":"[REDACTED:1]"}', { contentLength: 99 })],
    [
      'a placeholder in the URL',
      { url: `${base}/a/b?q=%31` },
      { url: `${base}/a/REDACTED-1?q=1`, form: { q: ['1'] } },
    ],
    [
      'a body that was not kept',
      json('{}'),
      { method: 'POST', contentLength: 99, headers: { 'content-type': 'application/json' } },
    ],
  ])('%s', (_, actual, record) => {
    expect(compare(actual, record)).toEqual([])
  })

  test('a body that was not read', () => {
    const matcher = matcherOf({ matchOn: 'go-vcr' })
    const actual = { ...live(form('a=1')), body: undefined }
    const record = recorded(form('b=1', { contentLength: 3, form: { b: ['1'] } })).request

    expect(matcher.compare(matcher.normalise(actual), matcher.normalise(record))).toEqual([])
  })

  test('a request that is no recording', () => {
    const matcher = matcherOf({ matchOn: 'go-vcr' })
    const [one, other] = [live(json('{}')), live(json('{}'))].map((request) =>
      matcher.normalise(request),
    )

    expect(matcher.compare(one!, other!)).toEqual([])
  })
})

test.each<[NonNullable<MatchOptions['ignore']>, Said, Said]>([
  [['$.t'], json('{ "a": 1, "t": 1 }'), json('{"a":1,"t":2}')],
  [['form.t'], form('t=1&a=1'), form('t=2&a=1', { form: { a: ['1'], t: ['2'] } })],
  [
    ['query.t'],
    { url: `${base}/?t=1&a=1` },
    { url: `${base}/?t=2&a=1`, form: { a: ['1'], t: ['2'] } },
  ],
  [[/\d{4}/], json('{"a":"2024"}'), json('{"a":"2025"}')],
  [['headers.accept'], { headers: { accept: 'a' } }, { headers: { accept: 'b' } }],
])('%j is left out of it, too', (ignore, actual, record) => {
  expect(compare(actual, record, ignore)).toEqual([])
  expect(compare(actual, record)).not.toEqual([])
})

test('__proto__ is an ordinary field', () => {
  const fields = newHeaders()
  fields['__proto__'] = ['1']

  expect(compare(form('__proto__=1'), form('__proto__=1', { form: fields }))).toEqual([])
})
