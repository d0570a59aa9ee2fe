import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { headersOf, newHeaders } from '../../src/core/headers.ts'
import {
  requestOf,
  responseOf,
  type TakenRequest,
  type TakenResponse,
} from '../../src/core/taken.ts'

const get: TakenRequest = {
  method: 'GET',
  url: 'https://api.example.com:8443/v1?b=2&a=1&a=3',
  headers: newHeaders(),
  body: '',
}
const ok: TakenResponse = {
  code: 200,
  reason: 'OK',
  proto: 'HTTP/1.1',
  headers: newHeaders(),
  trailer: newHeaders(),
  body: 'hi',
  isDecoded: false,
  duration: 1_500_000,
}

test('a request is described as go-vcr does it: HTTP/1.1, the host, the query as form', () => {
  const request = requestOf(get)

  expect(request).toMatchObject({
    proto: 'HTTP/1.1',
    host: 'api.example.com:8443',
    contentLength: 0,
  })
  expect({ ...request.form }).toEqual({ b: ['2'], a: ['1', '3'] })
})

test.each([
  ['https://api.example.com/v1', 'api.example.com'],
  ['HTTPS://user:pass@API.example.com:443/v1', 'api.example.com'],
  ['http://api.example.com:8080', 'api.example.com:8080'],
  ['http:///api.example.com/v1', 'api.example.com'],
])('%s without a query has no form, and is for %s', (url, host) => {
  const request = requestOf({ ...get, url })

  expect(request.host).toBe(host)
  expect({ ...request.form }).toEqual({})
})

test('the host is that of the URL, whatever the one before was', () => {
  const hosts = [
    'http://a.test/x',
    'http://a.test/y',
    'http://a.test.example/y',
    'http://a.test:8080/',
    'http://a.test?q',
    'http://a.test',
    'http:b.test/x',
    'http://a.test/x',
  ].map((url) => requestOf({ ...get, url }).host)

  expect(hosts).toEqual([
    'a.test',
    'a.test',
    'a.test.example',
    'a.test:8080',
    'a.test',
    'a.test',
    'b.test',
    'a.test',
  ])
})

test('the form is that of the query as a browser reads it, encoded or not', () => {
  const parts = [
    'a',
    'b',
    '=',
    '&',
    '+',
    '%20',
    '%c3%a9',
    '%',
    '__proto__',
    '#',
    '?',
    "'",
    'é',
    '/',
  ]
  const queries = fc.array(fc.constantFrom(...parts)).map((some) => some.join(''))
  fc.assert(
    fc.property(queries, (query) => {
      const url = `http://a.test/x?${query}`
      const expected = headersOfPairs([...new URL(url).searchParams])
      expect(Object.entries(requestOf({ ...get, url }).form)).toEqual(expected)
    }),
  )
})

function headersOfPairs(pairs: readonly [string, string][]): [string, string[]][] {
  const names = [...new Set(pairs.map(([name]) => name))]
  return names.map((name) => [name, pairs.filter(([one]) => one === name).map(([, it]) => it)])
}

test('an urlencoded body stands before the query in the form', () => {
  const headers = headersOf([['content-type', 'application/x-www-form-urlencoded']])
  const request = requestOf({ ...get, method: 'POST', headers, body: 'a=0' })

  expect({ ...request.form }).toEqual({ a: ['0', '1', '3'], b: ['2'] })
  expect(request.contentLength).toBe(3)
})

test('private characters in a form are kept as their bytes, for by themselves they stand for one', () => {
  const { form } = requestOf({ ...get, url: 'http://a.test/?glyph=%EE%BE%80' })

  expect({ ...form }).toEqual({ glyph: ['\uefee\uefbe\uef80'] })
})

test('what is not UTF-8 in a form is kept as its bytes, as go-vcr does', () => {
  const headers = headersOf([['content-type', 'application/x-www-form-urlencoded']])
  const { form } = requestOf({
    ...get,
    url: 'http://a.test/?caf%E9=%C3%A9%E9',
    method: 'POST',
    headers,
    body: 'a=%FF+é',
  })

  expect({ ...form }).toEqual({ a: ['\uefff \uefc3\uefa9'], 'caf\uefe9': ['\uefc3\uefa9\uefe9'] })
})

test('a body without a length, or one that was decoded, has the length -1', () => {
  const coded = headersOf([
    ['content-encoding', 'gzip'],
    ['x-a', '1'],
  ])

  expect(requestOf({ ...get, isChunked: true })).toMatchObject({
    contentLength: -1,
    transferEncoding: ['chunked'],
  })
  const decoded = requestOf({ ...get, isDecoded: true, headers: coded })
  expect(decoded.contentLength).toBe(-1)
  expect({ ...decoded.headers }).toEqual({ 'X-A': ['1'] })
})

test('a decoded response says so and loses the headers of its coding', () => {
  const headers = headersOf([
    ['content-encoding', 'br'],
    ['content-length', '12'],
    ['x-a', '1'],
  ])
  const response = responseOf({ ...ok, headers, isDecoded: true })

  expect(response).toMatchObject({ uncompressed: true, contentLength: -1 })
  expect({ ...response.headers }).toEqual({ 'X-A': ['1'] })
})

test.each([
  ['12', 12],
  ['none', -1],
])('a Content-Length of %s is kept as %d', (value, expected) => {
  const headers = headersOf([['content-length', value]])
  expect(responseOf({ ...ok, headers }).contentLength).toBe(expected)
})

test.each([
  [200, -1],
  [204, 0],
  [304, 0],
])('a %d without a Content-Length has the length that Go gives it', (code, expected) => {
  expect(responseOf({ ...ok, code }).contentLength).toBe(expected)
})

test.each([
  ['HTTP/1.1', 1, 1],
  ['HTTP/2.0', 2, 0],
  ['HTTP/2', 2, 0],
  ['odd', 1, 1],
])('the numbers of %s', (proto, protoMajor, protoMinor) => {
  expect(responseOf({ ...ok, proto })).toMatchObject({ proto, protoMajor, protoMinor })
})

test('a status without reason is its code, and chunks and error stand where there are some', () => {
  const chunks = [{ bytes: 2, at: 0 }]
  const headers = headersOf([['transfer-encoding', 'Chunked']])
  const response = responseOf({ ...ok, reason: '', chunks, error: 'ECONNRESET', headers })

  expect(response).toMatchObject({
    status: '200',
    chunks,
    error: 'ECONNRESET',
    transferEncoding: ['chunked'],
  })
  expect(responseOf(ok)).not.toHaveProperty('chunks')
})
