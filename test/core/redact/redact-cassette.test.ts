import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { redactCassette } from '../../../src/core/redact/redact-cassette.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { decodedInteraction } from '../../../src/engine/decoded-interaction.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'

const rules = compileRules()
const key = 'sk-' + 'abcDEF0123'.repeat(4)

function redact(source: string): string | undefined {
  const redacted = redactCassette(parseCassette(source), rules, parseCassette, decodedInteraction)
  return redacted && Buffer.from(redacted).toString()
}

interface Parts {
  readonly url?: string
  readonly length?: number
  readonly headers?: string
  readonly body: string
  readonly chunks?: string
}

/** A cassette in no dialect of any library: comments, blanks, flow and quotes as somebody's hand made them. */
function byHand({
  url = 'https://h/',
  length = 0,
  headers = '{}',
  body,
  chunks = '',
}: Parts): string {
  return `# by hand
version: 2
interactions:
- id: 4   # four
  request:
    proto: 'HTTP/1.1'
    proto_major: 1
    proto_minor: 1
    content_length: 0
    host: "h"
    url: ${url}
    method: "GET"

  response:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: ${length}
    body: ${body}
    headers: ${headers}
    status: 200 OK
    code: 200
    duration: 1ms${chunks}
- id: 9
  request: {proto: HTTP/1.1, proto_major: 1, proto_minor: 1, url: 'https://h/2', method: GET}
  response: {body: nothing, status: 200 OK, code: 200, duration: 1ms}
# the end
`
}

test('where there is no secret there is nothing to write', () => {
  expect(redact(byHand({ body: 'ok' }))).toBeUndefined()
})

test.each([
  ['single quotes', `'{"it''s":"${key}"}'`, `'{"it''s":"[REDACTED:1]"}'`],
  ['double quotes', `"{\\"a\\":\\"${key}\\"}"`, '"{\\"a\\":\\"[REDACTED:1]\\"}"'],
  ['a block', `|\n      one\n      ${key} two`, '|\n      one\n      [REDACTED:1] two'],
  ['a folded scalar', `>-\n      one\n      ${key} two`, '>-\n      one\n      [REDACTED:1] two'],
  ['a plain scalar', `use ${key} now`, 'use [REDACTED:1] now'],
  ['a plain scalar that begins with it', `${key} it's now`, "'[REDACTED:1] it''s now'"],
  ['both of two', `'${key} and ${key}'`, "'[REDACTED:1] and [REDACTED:1]'"],
])('in %s only the secret goes', (_, body, expected) => {
  expect(redact(byHand({ body }))).toBe(byHand({ body: expected }))
})

test('a private key goes that YAML has folded', () => {
  const begin = ['-----BEGIN', 'PRIVATE', 'KEY-----']
  const end = ['-----END', 'PRIVATE', 'KEY-----']
  const folded = `${begin.join('\n      ')}\\nabc123\\n${end.join('\n      ')}`

  expect(redact(byHand({ body: `'{"a":"${folded}","b":1}'` }))).toBe(
    byHand({ body: `'{"a":"[REDACTED:1]","b":1}'` }),
  )
})

test('lengths and chunks are mended', () => {
  const chunks = (first: number): string =>
    `\n    chunks:\n    - {bytes: ${first}, at: 0s} # first\n    - { at: 20ms, bytes: 2 }`
  const headers = (length: number): string => `{Content-Length: ["${length}"]}`

  expect(
    redact(byHand({ body: `'${key}!!'`, length: 45, headers: headers(45), chunks: chunks(43) })),
  ).toBe(byHand({ body: "'[REDACTED:1]!!'", length: 14, headers: headers(14), chunks: chunks(12) }))
})

test('where a chunk has nothing left, the interaction is written anew', () => {
  const chunks = `\n    chunks:\n    - {bytes: 20, at: 0s}\n    - {bytes: 23, at: 20ms}\n    - {bytes: 2, at: 30ms}`
  const redacted = redact(byHand({ body: `'${key}!!'`, length: 45, chunks })) ?? ''

  expect(parseCassette(redacted).interactions[0]?.response.chunks).toEqual([
    { bytes: 12, at: 0 },
    { bytes: 2, at: 30_000_000 },
  ])
  expect(redacted).toContain('# the end')
})

test('what YAML writes in a way of its own is written anew', () => {
  const binary = Buffer.from(`\u00ff{"password":"deep"}`, 'latin1').toString('base64')
  const redacted = redact(byHand({ body: `!!binary ${binary}` })) ?? ''

  expect(
    Buffer.from(parseCassette(redacted).interactions[0]?.response.body ?? '').toString('latin1'),
  ).toBe('\u00ff{"password":"[REDACTED:1]"}')
})

test('a JSON file has no lines of its own, and is written anew as YAML', () => {
  const source = JSON.stringify({
    version: 2,
    interactions: [
      { request: { url: 'https://h/?key=abc', method: 'GET' }, response: { body: '' } },
    ],
  })

  expect(redact(source)).toContain('url: https://h/?key=REDACTED-1\n')
})

test('a secret that a later interaction tells goes from the first, too', () => {
  const source = byHand({ body: 'as opaque0123456789 says' }).replace(
    'h/2',
    'h/?key=opaque0123456789',
  )

  expect(redact(source)).toBe(
    byHand({ body: 'as [REDACTED:1] says' }).replace('h/2', 'h/?key=REDACTED-1'),
  )
})

test('the placeholders go on from those that are there', () => {
  const url = 'https://h/?key=REDACTED-3&sig=abc'

  expect(redact(byHand({ url, body: 'ok' }))).toBe(
    byHand({ url: 'https://h/?key=REDACTED-3&sig=REDACTED-4', body: 'ok' }),
  )
})

test('what a patch would break is written anew', () => {
  // The same text stands in a comment before the value.
  const body = `# ${key}\n      ${key}`
  const redacted = redact(byHand({ body })) ?? ''

  expect(parseCassette(redacted).interactions[0]?.response.body).toBe('[REDACTED:1]')
})

test('what a patch would make unreadable is written anew', () => {
  const headers = '{Location: [/?key=abc], X-Auth-Token: [b-1-c]}'
  const redacted = redact(byHand({ body: 'ok', headers })) ?? ''

  expect(parseCassette(redacted).interactions[0]?.response.headers).toEqual({
    Location: ['/?key=REDACTED-1'],
    'X-Auth-Token': ['[REDACTED:2]'],
  })
})

test('a secret may be the last thing in a file', () => {
  const before =
    'version: 2\ninteractions:\n- request: {url: a, method: GET}\n  response:\n    code: 200\n'

  expect(redact(`${before}    body: ${key} x`)).toBe(`${before}    body: '[REDACTED:1] x'`)
})

test('a length that an older file does not say is not looked for elsewhere', () => {
  const file = (body: string): string => `version: 1
interactions:
- request: {url: a, method: GET}
  response:
    body: '${body}'   # 53 bytes
    status: 200 OK
    code: 200
`

  expect(redact(file(`53 and more ${key.slice(0, 41)}`))).toBe(file('53 and more [REDACTED:1]'))
})

const gzipped = (text: string): string => `!!binary ${gzipSync(text).toString('base64')}`

test('a body that hides a secret in its coding stays without the coding', () => {
  const headers = '{Content-Encoding: [gzip], Content-Type: [text/plain]}'
  const source = byHand({ body: gzipped(`a ${key} b`), headers })
  const redacted = redact(source) ?? ''

  expect(parseCassette(redacted).interactions[0]?.response).toMatchObject({
    body: 'a [REDACTED:1] b',
    headers: { 'Content-Type': ['text/plain'] },
    uncompressed: true,
    contentLength: -1,
  })
  const [, secondBefore] = source.split('- id: 9')
  expect(redacted.split('- id: 9')).toEqual([expect.any(String), secondBefore])
})

test('a body that hides none keeps its coding, whatever stands beside it', () => {
  const headers = '{Content-Encoding: [gzip]}'
  const file = (url: string): string => byHand({ url, body: gzipped('a b'), headers })

  expect(redact(file('https://h/'))).toBeUndefined()
  expect(redact(file('https://h/?key=abc'))).toBe(file('https://h/?key=REDACTED-1'))
})
