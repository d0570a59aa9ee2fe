import { expect, test } from 'vitest'
import {
  requestLineOf,
  requestMethodOf,
  requestPartsOf,
  responseToPlay,
} from '../../../../src/core/codec/origin.ts'
import { readCanonical } from '../../../../src/core/codec/scan/read.ts'
import { stringifyCassette } from '../../../../src/core/codec/write.ts'
import type { Cassette, Interaction } from '../../../../src/core/model.ts'
import { cassetteText, utf8 } from '../../../support/cassette-text.ts'

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] }
type Changeable = { -readonly [Key in keyof Interaction]: Mutable<Interaction[Key]> }

const large = 'a'.repeat(3_000)
const other = 'b'.repeat(3_000)
const text = cassetteText(`    body: ${large}\n`, '    body: ok\n    headers: {}\n')
const item = text.slice(text.indexOf('- id'))

function read(source = text): Cassette {
  return readCanonical(utf8(source)) as Cassette
}

function at(index: number, cassette: Cassette): Changeable {
  return cassette.interactions[index] as Changeable
}

function saved(cassette: Cassette): string {
  return new TextDecoder().decode(stringifyCassette(cassette))
}

test('a large body is a property like any other', () => {
  const { request } = at(0, read())

  expect(Object.keys(request).slice(6).join(' ')).toBe(
    'host remoteAddr requestUri body form headers url method',
  )
  expect({ ...request }).toMatchObject({ host: 'a.test', body: large, url: 'http://a.test/' })
})

test.each<[string, (interaction: Changeable) => void]>([
  ['nobody has asked for', ({ request }) => void request.method],
  ['was read', ({ request }) => void request.body],
  [
    'was set, and set back',
    ({ request }) => {
      request.body = other
      request.body = large
    },
  ],
])('a large body that %s has not changed', (_, use) => {
  const cassette = read()

  use(at(0, cassette))

  expect(saved(cassette)).toBe(text)
})

test.each<[string, string, (interaction: Changeable) => void]>([
  ['a large body', text.replace(large, other), ({ request }) => void (request.body = other)],
  [
    'a field beside one',
    text.replace('GET', 'PUT'),
    ({ request }) => void (request.method = 'PUT'),
  ],
  [
    'a response that was defined anew',
    text.replace('200 OK', '201 Created'),
    (interaction) => {
      const value = { ...interaction.response, status: '201 Created' }
      Object.defineProperty(interaction, 'response', { value })
    },
  ],
  [
    'a request without one of its fields',
    text.replace('GET', '""'),
    ({ request }) => Reflect.deleteProperty(request, 'method'),
  ],
])('%s is written', (_, written, change) => {
  const cassette = read()

  change(at(0, cassette))

  expect(saved(cassette)).toBe(written)
})

test('a request that nobody has read may stand in another interaction', () => {
  const cassette = read(text + item.replace(large, other))

  at(0, cassette).request = at(1, cassette).request

  expect(saved(cassette)).toBe(text.replace(large, other) + item.replace(large, other))
})

const lines = ['    url: http://a.test/\n', '    method: GET\n'] as const

test.each([
  ['as they stand', '', '', { method: 'GET', url: 'http://a.test/' }],
  [
    'quoted',
    "    url: 'http://b.test/ '\n",
    '    method: "PUT"\n',
    { method: 'PUT', url: 'http://b.test/ ' },
  ],
  ['folded', '    url: http://b.test/\n      a\n', '', { method: 'GET', url: 'http://b.test/ a' }],
  ['not there', '', '    id: 1\n', { method: '', url: 'http://a.test/' }],
])('method and URL are read without the rest of a request: %s', (_, url, method, expected) => {
  const source = text
    .replace(lines[0], url || lines[0])
    .replace(lines[1], method || lines[1])
    .replace('- id: 0\n  request', method.includes('id') ? '- request' : '- id: 0\n  request')

  const { method: foundMethod, url: foundUrl } = requestLineOf(at(0, read(source)))

  expect({ method: foundMethod, url: foundUrl }).toEqual(expected)
  expect(requestMethodOf(at(0, read(source)))).toBe(expected.method)
})

test('the same method and URL are read once', () => {
  const cassette = read(text + item + item.replace('a.test/\n', 'b.test/\n'))
  const [first, second, third] = cassette.interactions.map(requestLineOf)

  expect(second).toBe(first)
  expect(third).toEqual({ method: 'GET', url: 'http://b.test/' })
})

test('each of many URLs is read for what it is', () => {
  const urls = Array.from({ length: 5_000 }, (_, index) => `http://a.test/${10_000 + index}`)
  const items = urls.map((url) =>
    cassetteText().slice(text.indexOf('- id')).replace('http://a.test/', url),
  )

  const { interactions } = read(text.slice(0, text.indexOf('- id')) + items.join(''))

  expect(interactions.map((interaction) => requestLineOf(interaction).url)).toEqual(urls)
})

test('the method that was set is what a request asks for', () => {
  const interaction = at(0, read())
  interaction.request.method = 'PUT'

  expect(requestLineOf(interaction).method).toBe('PUT')
  expect(requestMethodOf(interaction)).toBe('PUT')
})

test('each of many methods is read for what it is', () => {
  const methods = ['GET', 'PUT', ...Array.from({ length: 12 }, (_, index) => `M${index}`)]
  const items = methods.map((method) => item.replace('GET', method))

  const { interactions } = read(text.slice(0, text.indexOf('- id')) + items.join(''))

  expect(interactions.map(requestMethodOf)).toEqual(methods)
  expect(interactions.map(requestMethodOf)).toEqual(methods)
  expect(interactions.map((interaction) => requestLineOf(interaction).method)).toEqual(methods)
  expect(interactions.map(requestMethodOf)).toEqual(methods)
})

test.each([
  ['all of them', cassetteText('    body: ok\n    headers:\n      A:\n      - b\n')],
  ['none of them', cassetteText().replaceAll(/^ {4}(?:content_length|url|method): .*\n/gm, '')],
  ['no body and no headers', cassetteText().replace('    content_length: 0\n', '')],
  ['a large body', text],
  ['those of version 1', cassetteText('    body: ok\n').replace('version: 2', 'version: 1')],
])('a request that has %s is compared as it is read', (_, source) => {
  const { contentLength, body, headers, url, method } = at(0, read(source)).request

  const parts = requestPartsOf(at(0, read(source)))

  expect(parts.contentLength).toBe(contentLength)
  expect([parts.body, parts.body]).toEqual([body, body])
  expect(parts.headers).toEqual(headers)
  expect(parts.headers).toBe(parts.headers)
  expect([parts.method, parts.url]).toEqual([method, url])
})

test('what was set of a request is compared', () => {
  const interaction = at(0, read(cassetteText()))
  interaction.request.body = other

  expect(requestPartsOf(interaction).body).toBe(other)
})

const whole = `    proto: HTTP/2.0
    proto_major: 2
    proto_minor: 0
    transfer_encoding:
    - chunked
    trailer:
      A:
      - b
    content_length: 3
    uncompressed: true
    body: two
    headers:
      C:
      - d
    status: 200 OK
    code: 200
    duration: 1.5ms
    chunks:
    - {bytes: 3, at: 1s}
    error: ECONNRESET
`

function responding(fields: string): string {
  return cassetteText().replace(/(?<= response:\n)[^]*/, fields)
}

test.each([
  ['all fields', responding(whole)],
  ['few of them', responding('    code: 204\n')],
  ['a large body', responding(whole.replace('two', large))],
  ['those of version 1', responding(whole).replace('version: 2', 'version: 1')],
])('a response that has %s is played as it is read', (_, source) => {
  const { response } = at(0, read(source))

  const played = responseToPlay(at(0, read(source)))

  const keys = Object.keys(response) as (keyof typeof response)[]
  expect(Object.fromEntries(keys.map((key) => [key, played[key]]))).toEqual(response)
  expect(played.chunks).toEqual(response.chunks)
  expect(played.error).toBe(response.error)
  expect([played.body, played.headers]).toEqual([played.body, played.headers])
  expect(played.headers).toBe(played.headers)
})

test('a response that is played a second time is kept', () => {
  const interaction = at(0, read())

  const first = responseToPlay(interaction)
  const second = responseToPlay(interaction)

  expect(second).not.toBe(first)
  expect(second).toBe(interaction.response)
})

test('a response that was played has not changed', () => {
  const cassette = read()

  void responseToPlay(at(0, cassette)).body

  expect(saved(cassette)).toBe(text)
})

test.each<[string, (interaction: Changeable) => void]>([
  ['changed', ({ response }) => void (response.body = other)],
  ['set', (interaction) => void (interaction.response = { ...interaction.response, body: other })],
  [
    'defined',
    (interaction) => {
      const response = { ...at(0, read()).response, body: other }
      Object.defineProperty(interaction, 'response', { value: response })
    },
  ],
])('a response that was %s is played', (_, change) => {
  const interaction = at(0, read())
  change(interaction)

  expect(responseToPlay(interaction).body).toBe(other)
})
