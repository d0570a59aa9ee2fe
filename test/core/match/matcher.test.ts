import { describe, expect, test } from 'vitest'
import type { MatchOptions } from '../../../src/core/match/matcher.ts'
import {
  differences,
  form,
  json,
  live,
  matcherOf,
  recorded,
  rulesOff,
  type Said,
} from './support.ts'

const url = (text: string): Said => ({ url: text })
const base = 'https://api.example.com'
const key = 'sk-' + 'abcDEF0123'.repeat(4)
const bytes = (latin1: string): Said => ({ method: 'POST', body: Buffer.from(latin1, 'latin1') })

describe('URLs that are equal', () => {
  test.each([
    ['the same', `${base}/a?x=1`, `${base}/a?x=1`],
    ['parameters in another order', `${base}/a?x=1&y=2`, `${base}/a?y=2&x=1`],
    ['userinfo', 'https://me:secret@api.example.com/a', `${base}/a`],
    ['an @ in the userinfo', 'https://me:a@b@api.example.com/a', `${base}/a`],
    ['a fragment', `${base}/a?x=1#top`, `${base}/a?x=1`],
    ['a default port', `${base}:443/a`, `${base}/a`],
    ['a default port of http', 'http://api.example.com:80/a', 'http://api.example.com/a'],
    ['an empty port', `${base}:/a`, `${base}/a`],
    ['an empty path', base, `${base}/`],
    ['scheme and host in capitals', 'HTTPS://API.Example.COM/a', `${base}/a`],
    ['an escaped letter', `${base}/%61%2db`, `${base}/a-b`],
    ['an escape in small letters', `${base}/a%2fb`, `${base}/a%2Fb`],
    ['an escaped colon', `${base}/models/x%3Agenerate`, `${base}/models/x:generate`],
    ['an umlaut', `${base}/gr%C3%BC%C3%9Fe`, `${base}/grüße`],
    ['dot segments', `${base}/a/./b/../c`, `${base}/a/c`],
    ['a backslash', `${base}\\a`, `${base}/a`],
    ['a host that is not ASCII', 'https://bücher.example/a', 'https://xn--bcher-kva.example/a'],
    ['a plus and an escaped blank', `${base}/a?q=a+b`, `${base}/a?q=a%20b`],
    ['an escaped name', `${base}/a?%71=1`, `${base}/a?q=1`],
    ['a name without a value', `${base}/a?q`, `${base}/a?q=`],
    ['empty parameters', `${base}/a?&x=1&&`, `${base}/a?x=1`],
    ['a question mark alone', `${base}/a?`, `${base}/a`],
    ['what is no URL', 'not a url', 'not a url'],
    ['a path alone', '/a?y=2&x=1', '/a?x=1&y=2'],
    ['a secret parameter', `${base}/a?api_key=one`, `${base}/a?api_key=two`],
    [
      'a key in the path',
      `${base}/bot/sk-proj-${'aB3'.repeat(12)}`,
      `${base}/bot/sk-proj-${'xY9'.repeat(12)}`,
    ],
    ['a placeholder in its place', `${base}/a?key=dummy`, `${base}/a?key=REDACTED-1`],
    ['a placeholder anywhere', `${base}/a/me/b?q=1`, `${base}/a/REDACTED-1/b?q=REDACTED-2`],
    ['a placeholder in a host', 'https://acme.example.com/', 'https://REDACTED-1.example.com/'],
    ['the placeholder itself, escaped', `${base}/a?q=%5BREDACTED%3A1%5D`, `${base}/a?q=REDACTED-1`],
  ])('%s', (_, actual, recorded) => {
    expect(differences(url(actual), url(recorded))).toEqual([])
  })
})

describe('URLs that differ', () => {
  test.each([
    ['the scheme', 'http://api.example.com/', `${base}/`, 'scheme: "https" -> "http"'],
    ['the host', 'https://a.example/', 'https://b.example/', 'host: "b.example" -> "a.example"'],
    ['the port', `${base}:8443/`, `${base}/`, 'host: "api.example.com" -> "api.example.com:8443"'],
    ['the case of the path', `${base}/A`, `${base}/a`, 'path: "/a" -> "/A"'],
    ['an escaped slash', `${base}/a%2Fb`, `${base}/a/b`, 'path: "/a/b" -> "/a%2Fb"'],
    ['an escaped percent sign', `${base}/%2541`, `${base}/A`, 'path: "/A" -> "/%2541"'],
    ['an escaped plus', `${base}/?q=a%2Bb`, `${base}/?q=a+b`, 'query.q: "a b" -> "a+b"'],
    ['bytes that are no text', `${base}/%FF`, `${base}/%FE`, 'path: "/\\udcfe" -> "/\\udcff"'],
    ['a slash at the end', `${base}/a/`, `${base}/a`, 'path: "/a" -> "/a/"'],
    ['a value', `${base}/?q=1`, `${base}/?q=2`, 'query.q: "2" -> "1"'],
    [
      'the order of one name',
      `${base}/?q=1&q=2`,
      `${base}/?q=2&q=1`,
      'query.q: ["2","1"] -> ["1","2"]',
    ],
    ['one value more', `${base}/?q=1&q=2`, `${base}/?q=1`, 'query.q: "1" -> ["1","2"]'],
    ['a parameter more', `${base}/?q=1`, `${base}/`, 'query.q: nothing -> "1"'],
    ['a parameter less', `${base}/`, `${base}/?q=1`, 'query.q: "1" -> nothing'],
    [
      'a secret that is missing',
      `${base}/`,
      `${base}/?api_key=x`,
      'query.api_key: "\ufdd1" -> nothing',
    ],
    [
      'a path that is no placeholder',
      `${base}/a/b/c`,
      `${base}/a/REDACTED-1`,
      'path: "/a/\ufdd0" -> "/a/b/c"',
    ],
  ])('%s', (_, actual, recorded, difference) => {
    expect(differences(url(actual), url(recorded))).toEqual([difference])
  })
})

describe('bodies that are equal', () => {
  const text = (body: string, type = 'text/plain'): Said => ({
    method: 'POST',
    body,
    headers: { 'content-type': type },
  })
  const part = (boundary: string, value = '1'): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="x"\r\n\r\n${value}\r\n--${boundary}--\r\n`

  test.each<[string, Said, Said]>([
    ['nothing', {}, {}],
    [
      'names in another order',
      json('{"a":1,"b":{"c":[],"d":{}}}'),
      json('{"b":{"d":{},"c":[]},"a":1}'),
    ],
    ['white space', json('{"a":1}\n'), json(' {\n\t"a" : 1 }')],
    ['escapes', json('{"\\u0061":"\\u00fc\\/"}'), json('{"a":"ü/"}')],
    ['1 and 1.0', json('[1,100,0.5]'), json('[1.0,1e2,5E-1]')],
    ['both zeros', json('[0]'), json('[-0.0]')],
    ['long numbers', json('[12345678901234567890,1e400]'), json('[12345678901234567890.0,10e399]')],
    ['a long number that is a double', json('[100000000000000000000]'), json('[1e20]')],
    ['the last of two names', json('{"a":1,"a":2}'), json('{"a":2}')],
    ['__proto__', json('{"__proto__":1,"a":2}'), json('{"a":2,"__proto__":1}')],
    ['JSON of any type', text('{"a":1}'), json('{ "a": 1 }')],
    ['JSON without a type', { method: 'POST', body: '{"a":1}' }, json('{ "a": 1 }')],
    ['a JSON text', json('"a"'), json('"\\u0061"\n')],
    ['a JSON word', json('true'), json(' true ')],
    ['a form in another order', form('a=1&b=2'), form('b=2&a=1')],
    ['escapes in a form', form('a=%31+%32'), form('a=1%202')],
    ['a form that has lost its type', form('a=1&b=2'), { method: 'POST', body: 'b=2&a=1' }],
    ['a form and the same text', form('a=1&b=2'), text('b=2&a=1')],
    ['another boundary', text(part('one'), 'multipart/form-data; boundary=one'), text(part('two'))],
    ['a text', text('hello'), text('hello')],
    [
      'bytes',
      { method: 'PUT', body: new Uint8Array([255, 0]) },
      { method: 'PUT', body: new Uint8Array([255, 0]) },
    ],
    ['a secret among bytes', bytes(`\xff ${key}`), bytes('\xff [REDACTED:1]')],
    ['the same secret among bytes', bytes(`\xff ${key}`), bytes(`\xff ${key}`)],
    [
      'a secret name among bytes',
      bytes('\xff{"password":"one"}'),
      bytes('\xff{"password":"[REDACTED:1]"}'),
    ],
    ['a secret name', json('{"password":"one"}'), json('{"password":"[REDACTED:1]"}')],
    ['an empty secret', json('{"password":""}'), json('{"password":"[REDACTED:1]"}')],
    ['a number under a secret name', json('{"api_key":12}'), json('{"api_key":"[REDACTED:1]"}')],
    [
      'a list under a secret name',
      json('{"password":["a"]}'),
      json('{"password":["[REDACTED:1]"]}'),
    ],
    ['a secret field', form('password=one&a=1'), form('password=REDACTED-1&a=1')],
    [
      'a secret part',
      text(part('b').replace('"x"', '"password"')),
      text(part('b', '2').replace('"x"', '"password"')),
    ],
    [
      'a shape',
      json({ a: `sk-proj-${'aB3'.repeat(12)}` }),
      json({ a: `sk-proj-${'xY9'.repeat(12)}` }),
    ],
    ['a placeholder in a text', json('{"a":"I am Bob."}'), json('{"a":"I am [REDACTED:1]."}')],
    ['a placeholder for a number', json('{"a":5}'), json('{"a":"[REDACTED:1]"}')],
    ['a placeholder for anything', json('{"a":{"b":[]}}'), json('{"a":"[REDACTED:1]"}')],
    ['a placeholder in a plain text', text('Hello Bob, bye'), text('Hello [REDACTED:1], bye')],
    ['a placeholder in a form', form('a=Bob'), form('a=REDACTED-1')],
    [
      'a redacted JWT',
      json('{"a":"x"}'),
      json('{"a":"eyJhbGciOiJub25lIn0.eyJyZWRhY3RlZCI6IltSRURBQ1RFRDoxXSJ9.UkVEQUNURUQ"}'),
    ],
    ['the placeholder itself', json('{"a":"[REDACTED:1]"}'), json('{"a":"[REDACTED:1]"}')],
    ['a body that was not kept', json('{"a":1}'), { method: 'POST', contentLength: 90 }],
  ])('%s', (_, actual, recorded) => {
    expect(differences(actual, recorded)).toEqual([])
  })

  test('one that was not read', () => {
    const matcher = matcherOf()
    const actual = { ...live(json('{"a":1}')), body: undefined }

    expect(
      matcher.compare(
        matcher.normalise(actual),
        matcher.normalise(recorded(json('{"a":2}')).request),
      ),
    ).toEqual([])
  })

  test('a redacted one, where the rules are off by now', () => {
    expect(
      differences(json('{"password":"one"}'), json('{"password":"[REDACTED:1]"}'), {}, rulesOff),
    ).toEqual([])
  })
})

describe('bodies that differ', () => {
  const text = (body: string): Said => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'text/plain' },
  })
  const parts = (file: string): string =>
    `--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${file}\r\n--b--\r\n`

  test.each<[string, Said, Said, readonly string[]]>([
    ['a value', json('{"a":[{"b":1}]}'), json('{"a":[{"b":2}]}'), ['$.a[0].b: 2 -> 1']],
    [
      'a name that needs quotes',
      json(`{"a b":1,"it's":1}`),
      json(`{"a b":2,"it's":2}`),
      ["$['a b']: 2 -> 1", "$['it\\'s']: 2 -> 1"],
    ],
    [
      'a name less, a name more',
      json('{"a":1}'),
      json('{"b":null}'),
      ['$.b: null -> nothing', '$.a: nothing -> 1'],
    ],
    ['an inherited name', json('{}'), json('{"toString":1}'), ['$.toString: 1 -> nothing']],
    ['one element more', json('[1,2]'), json('[1]'), ['$[1]: nothing -> 2']],
    ['the order of elements', json('[1,2]'), json('[2,1]'), ['$[0]: 2 -> 1', '$[1]: 1 -> 2']],
    ['a list and an object', json('{"a":[]}'), json('{"a":{}}'), ['$.a: {} -> []']],
    ['an object and a value', json('{"a":{}}'), json('{"a":"x"}'), ['$.a: "x" -> {}']],
    ['null and false', json('[null]'), json('[false]'), ['$[0]: false -> null']],
    ['a number and its text', json('[1]'), json('["1"]'), ['$[0]: "1" -> 1']],
    [
      'long numbers',
      json('[12345678901234567890]'),
      json('[12345678901234567000]'),
      ['$[0]: 12345678901234567000 -> "\ufdd31234567890123456789e1"'],
    ],
    ['JSON and none', json('{"a":1}'), text('hello'), ['body: "hello" -> {"a":1}']],
    ['none and JSON', text('{"a":1'), json('{"a":1}'), ['body: {"a":1} -> "{\\"a\\":1"']],
    ['nothing and JSON', { method: 'POST' }, json('{"a":1}'), ['body: {"a":1} -> ""']],
    ['a form field', form('a=1&b=2'), form('a=1&b=3'), ['form.b: "3" -> "2"']],
    ['the order in a text', text('a=1&b=2'), text('b=2&a=1'), ['body: "b=2&a=1" -> "a=1&b=2"']],
    [
      'a part',
      text(parts('one')),
      text(parts('two')),
      [
        `form.file: ${JSON.stringify(parts('two').slice(5, -9))} -> ${JSON.stringify(parts('one').slice(5, -9))}`,
      ],
    ],
    [
      'a form and a multipart form',
      form('file=one'),
      text(parts('one')),
      [`body: ${JSON.stringify({ file: parts('one').slice(5, -9) })} -> "file=one"`],
    ],
    [
      'bytes',
      { method: 'POST', body: new Uint8Array([255, 0]) },
      { method: 'POST', body: new Uint8Array([255, 1]) },
      ['body: {"0":255,"1":1} -> {"0":255,"1":0}'],
    ],
    [
      'bytes around a secret',
      bytes(`\xff ${key}`),
      bytes('\xfe [REDACTED:1]'),
      ['body: "þ \ufdd0" -> "ÿ \ufdd0"'],
    ],
    [
      'bytes that hold a secret and a text',
      bytes(`\xff ${key}`),
      text('x'),
      ['body: "x" -> "ÿ \ufdd0"'],
    ],
    [
      'bytes that hold a secret and others',
      bytes(`\xff ${key}`),
      bytes('\xff'),
      ['body: "ÿ" -> "ÿ \ufdd0"'],
    ],
    [
      'bytes and more bytes',
      { method: 'POST', body: new Uint8Array([255, 0]) },
      { method: 'POST', body: new Uint8Array([255]) },
      ['body: {"0":255} -> {"0":255,"1":0}'],
    ],
    [
      'bytes and a text',
      { method: 'POST', body: new Uint8Array([255]) },
      text('x'),
      ['body: "x" -> {"0":255}'],
    ],
    [
      'what stands around a placeholder',
      json('{"a":"I was Bob."}'),
      json('{"a":"I am [REDACTED:1]."}'),
      ['$.a: "I am \ufdd0." -> "I was Bob."'],
    ],
    [
      'a number in a part of a text',
      json('{"a":5}'),
      json('{"a":"n = [REDACTED:1]"}'),
      ['$.a: "n = \ufdd0" -> 5'],
    ],
    [
      'a placeholder that was sent for a real value',
      json('{"a":"[REDACTED:1]"}'),
      json('{"a":"Bob"}'),
      ['$.a: "Bob" -> "\ufdd0"'],
    ],
    [
      'an innocent name',
      json('{"token":"a","sig":"b","key":"c"}'),
      json('{"token":"x","sig":"y","key":"z"}'),
      ['$.token: "x" -> "a"', '$.sig: "y" -> "b"', '$.key: "z" -> "c"'],
    ],
  ])('%s', (_, actual, recorded, expected) => {
    expect(differences(actual, recorded)).toEqual(expected)
  })

  test('JSON that is nested too deep is a text', () => {
    const deep = (middle: string): Said => json(`${'['.repeat(5_000)}${middle}${']'.repeat(5_000)}`)

    expect(differences(deep('1'), deep('1'))).toEqual([])
    expect(differences(deep('1'), deep(' 1'))).toHaveLength(1)
  })
})

describe('what is compared', () => {
  const one: Said = {
    method: 'POST',
    url: 'https://a.example/x?q=1',
    body: 'f=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'a' },
  }
  const other: Said = {
    method: 'PUT',
    url: 'http://b.example/y?q=2',
    body: 'f=2',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'b' },
  }

  test.each<[MatchOptions['matchOn'], readonly string[]]>([
    [['method'], ['method: "PUT" -> "POST"']],
    [['origin'], ['scheme: "http" -> "https"', 'host: "b.example" -> "a.example"']],
    [['host'], ['host: "b.example" -> "a.example"']],
    [['path'], ['path: "/y" -> "/x"']],
    [['query'], ['query.q: "2" -> "1"']],
    [['headers'], ['headers.accept: "b" -> "a"']],
    [['body'], ['form.f: "2" -> "1"']],
    [['form'], ['form.f: "2" -> "1"', 'form.q: "2" -> "1"']],
    [
      ['query', 'method', 'query'],
      ['query.q: "2" -> "1"', 'method: "PUT" -> "POST"'],
    ],
    [[], []],
  ])('%j', (matchOn, expected) => {
    expect(differences(one, other, { matchOn: matchOn ?? [] })).toEqual(expected)
  })

  test('by default method, URL and body', () => {
    expect(differences(one, other)).toEqual([
      'method: "PUT" -> "POST"',
      'scheme: "http" -> "https"',
      'host: "b.example" -> "a.example"',
      'path: "/y" -> "/x"',
      'query.q: "2" -> "1"',
      'form.f: "2" -> "1"',
    ])
  })

  test.each(['get', ''])('the method %j is GET', (method) => {
    expect(differences({ method }, { method: 'GET' })).toEqual([])
  })

  test('no more differences than asked for', () => {
    const matcher = matcherOf({
      matchOn: ['url', 'body', () => [{ part: 'mine', recorded: 1, actual: 2 }]],
    })
    const [actual, record] = [live(one), recorded(other).request].map((request) =>
      matcher.normalise(request),
    )

    for (const limit of [1, 2, 3, 4, 5, 6]) {
      expect(matcher.compare(actual!, record!, limit)).toHaveLength(limit)
    }
  })

  test('a function is given both requests as they are', () => {
    const seen: unknown[] = []
    differences(json('{"a":1}'), json('{"a":1}', { id: 7 } as Said), {
      matchOn: [
        (actual, record) => {
          seen.push(actual.body, record.url)
          return []
        },
      ],
    })

    expect(seen).toEqual(['{"a":1}', 'https://api.example.com/'])
  })
})

describe('headers', () => {
  const matchOn: MatchOptions = { matchOn: ['headers'] }
  const headers = (fields: Readonly<Record<string, string>>): Said => ({ headers: fields })

  test.each([
    ['names in any case', { ACCEPT: 'a' }, { accept: 'a' }],
    ['a credential', { authorization: 'Bearer one' }, { authorization: '[REDACTED:1]' }],
    ['a credential that is missing', { cookie: 'a=1' }, {}],
    [
      'framing',
      { 'content-length': '1', host: 'a', connection: 'close' },
      { 'transfer-encoding': 'chunked' },
    ],
    ['what no recording keeps', { 'x-request-id': '1' }, {}],
    [
      'a boundary',
      { 'content-type': 'multipart/form-data; boundary=a' },
      { 'content-type': 'multipart/form-data; boundary="b;c"' },
    ],
    ['a placeholder', { accept: 'a/b' }, { accept: 'a/[REDACTED:1]' }],
  ])('%s: equal', (_, actual, record) => {
    expect(differences(headers(actual), headers(record), matchOn)).toEqual([])
  })

  test.each([
    ['a value', { accept: 'a' }, { accept: 'b' }, 'headers.accept: "b" -> "a"'],
    ['one that is kept', { accept: 'a' }, {}, 'headers.accept: nothing -> "a"'],
    ['one that was recorded', {}, { 'x-tenant': 'a' }, 'headers.x-tenant: "a" -> nothing'],
    ['its value', { 'x-tenant': 'b' }, { 'x-tenant': 'a' }, 'headers.x-tenant: "a" -> "b"'],
  ])('%s: different', (_, actual, record, difference) => {
    expect(differences(headers(actual), headers(record), matchOn)).toEqual([difference])
  })

  test('several values are compared in their order', () => {
    const matcher = matcherOf(matchOn)
    const normal = (values: string[]) =>
      matcher.normalise({ ...live(), headers: { Accept: values } })

    expect(matcher.compare(normal(['a', 'b']), normal(['a, b']))).toEqual([])
    expect(matcher.compare(normal(['b', 'a']), normal(['a', 'b']))).toHaveLength(1)
  })
})

describe('what is ignored', () => {
  test.each<[NonNullable<MatchOptions['ignore']>, Said, Said]>([
    [['$.a'], json('{"a":1,"b":2}'), json('{"b":2}')],
    [['$.a.b'], json('{"a":{"b":1}}'), json('{"a":{}}')],
    [["$['a b']['it\\'s']"], json('{"a b":{"it\'s":1}}'), json('{"a b":{"it\'s":2}}')],
    [['$["a"][1]'], json('{"a":[1,2,3]}'), json('{"a":[1,9,3]}')],
    [['$.a[2]'], json('{"a":[1,2,3]}'), json('{"a":[1,2]}')],
    [
      ['$.messages[*].id'],
      json('{"messages":[{"id":1,"x":1},{"id":2}]}'),
      json('{"messages":[{"x":1},{"id":3}]}'),
    ],
    [['$.a[*]'], json('{"a":[1,2,3]}'), json('{"a":[]}')],
    [
      ['$..id'],
      json('{"id":1,"a":[{"id":1,"b":{"id":{"id":2}}}]}'),
      json('{"a":[{"b":{"id":3}}]}'),
    ],
    [['$..a..id'], json('{"a":{"b":[{"id":1}]},"id":1}'), json('{"a":{"b":[{}]},"id":1}')],
    [['$.__proto__'], json('{"__proto__":1}'), json('{}')],
    [['$'], json('{"a":1}'), json('[]')],
    [
      ['query.t'],
      { url: 'https://api.example.com/?t=1&q=1' },
      { url: 'https://api.example.com/?q=1&t=2' },
    ],
    [['query.a.b'], { url: 'https://api.example.com/?a.b=1' }, { url: 'https://api.example.com/' }],
    [['form.nonce'], form('nonce=1&a=1'), form('a=1&nonce=2')],
    [[/\d{4}-\d\d-\d\d/], json('{"at":"2024-01-02T00"}'), json('{"at":"2025-12-31T00"}')],
    [
      [/\d{4}-\d\d-\d\d/],
      { url: 'https://api.example.com/2024-01-02?d=2024-01-02' },
      { url: 'https://api.example.com/2025-01-02?d=2025-01-02' },
    ],
    [[/"ts": ?\d+/], json('{"ts": 1,"b":2}'), json('{"ts":22,"b":2}')],
    [[/\d+/g], json('{"n":1}'), json('{"n":25}')],
    [[/^req_\w+$/y], json('{"a":"req_1"}'), json('{"a":"req_2"}')],
    [[/x*/], json('{"a":"xb"}'), json('{"a":"xxb"}')],
    [[/\d/], { body: 'a 1', method: 'POST' }, { body: 'a 2', method: 'POST' }],
  ])('%j', (ignore, actual, record) => {
    expect(differences(actual, record, { ignore })).toEqual([])
    expect(differences(actual, record)).not.toEqual([])
  })

  test.each<[NonNullable<MatchOptions['ignore']>, MatchOptions['matchOn'], Said, Said]>([
    [
      ['headers.X-Tenant'],
      ['headers'],
      { headers: { 'x-tenant': 'a' } },
      { headers: { 'X-Tenant': 'b' } },
    ],
    [[/\d/], ['headers'], { headers: { accept: 'v1' } }, { headers: { accept: 'v2' } }],
    [
      ['form.q'],
      ['form'],
      { url: 'https://api.example.com/?q=1' },
      { url: 'https://api.example.com/?q=2' },
    ],
  ])('%j on %j', (ignore, matchOn = [], actual, record) => {
    expect(differences(actual, record, { ignore, matchOn })).toEqual([])
    expect(differences(actual, record, { matchOn })).not.toEqual([])
  })

  test.each<[string, Said, Said]>([
    ['$.a[0]', json('{"a":{"0":1}}'), json('{"a":{"0":2}}')],
    ['$.a[*]', json('{"a":{"0":1}}'), json('{"a":{"0":2}}')],
    ['$.a.length', json('{"a":[1]}'), json('{"a":[2]}')],
    ['$..length', json('{"a":[1]}'), json('{"a":[2]}')],
    ['$.a.b', json('{"a":1}'), json('{"a":2}')],
    ['$.toString', json('{"a":1}'), json('{"a":2}')],
  ])('%s names nothing here', (path, actual, record) => {
    expect(differences(actual, record, { ignore: [path] })).toHaveLength(1)
  })
})

describe('options that cannot be read', () => {
  test.each<[unknown, string]>([
    [
      { matchOn: ['methd'] },
      'matchOn[0] is "methd": expected a list of method, url, origin, host, path, query, headers, body, form and functions, or "go-vcr".',
    ],
    [{ matchOn: ['method', 'go-vcr'] }, 'matchOn[1] is "go-vcr"'],
    [{ matchOn: ['method', 5] }, 'matchOn[1] is 5'],
    [{ matchOn: 'method' }, 'matchOn is "method": expected a list of'],
    [{ matchOn: null }, 'matchOn is null'],
    [{ ignore: '$.a' }, 'ignore is "$.a": expected a list'],
    [
      { ignore: ['a.b'] },
      'ignore[0] is "a.b": expected a RegExp or a path that begins with "$", "query.", "headers." or "form." at position 0.',
    ],
    [{ ignore: ['$.a', 'query.'] }, 'ignore[1] is "query."'],
    [{ ignore: ['body'] }, 'ignore[0] is "body"'],
    [{ ignore: [5] }, 'ignore[0] is 5'],
    [
      { ignore: ['$.a[x]'] },
      'ignore[0] is "$.a[x]": expected .name, ..name, [n], [*] or [\'name\'] at position 3.',
    ],
    [{ ignore: ['$a'] }, 'at position 1.'],
    [{ ignore: ['$.a.*'] }, 'at position 3.'],
    [{ ignore: ["$['a]"] }, 'at position 1.'],
    [{ ignore: ['$.a.'] }, 'at position 3.'],
  ])('%j', (options, message) => {
    expect(() => matcherOf(options as MatchOptions)).toThrow(TypeError)
    expect(() => matcherOf(options as MatchOptions)).toThrow(message)
  })

  test.each([
    [true, 'true'],
    [undefined, 'undefined'],
    [{}, '{}'],
  ])('a function that gives %j', (answer, quoted) => {
    const matchOn = [() => answer] as unknown as NonNullable<MatchOptions['matchOn']>

    expect(() => differences({}, {}, { matchOn })).toThrow(
      `a function in matchOn gave ${quoted}: expected a list of differences, empty where the requests match.`,
    )
  })
})
