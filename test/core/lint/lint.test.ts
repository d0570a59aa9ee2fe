import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lintCassette } from '../../../src/core/lint/lint.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { parseCassette } from '../../../src/engine/parse-cassette.ts'
import { interaction } from '../../support/interactions.ts'

const seed = readFileSync('cassettes/simple_streaming.yaml', 'utf8')
const rules = compileRules({}, {})
const codesOf = (text: string) => lintCassette(parseCassette(text), rules).map(({ code }) => code)

test.each([
  ['a cassette as go-vcr writes it', seed, []],
  ['a comment', `# by hand\n${seed}`, ['not-canonical']],
  ['another id', seed.replace('id: 0', 'id: 4'), ['not-canonical']],
  [
    'a length that is off',
    seed.replace('content_length: 227', 'content_length: 9'),
    ['content-length'],
  ],
  ['chunks that do not add up', `${seed}    chunks:\n    - {bytes: 9, at: 0s}\n`, ['chunks']],
  [
    'a stream cut off',
    seed.replace('      data: [DONE]\n\n', '      data: [DO\n'),
    ['not-canonical', 'unfinished-stream'],
  ],
  [
    'a stream known to be cut off',
    seed.replace('body: |+', 'body: |-').concat('    error: ABORT_ERR\n'),
    ['not-canonical'],
  ],
  [
    'an unknown key',
    seed.replace('    url:', '    colour: red\n    url:'),
    ['not-canonical', 'unknown-key'],
  ],
  [
    'a secret header',
    seed.replace(
      '      Content-Type:\n',
      '      Authorization:\n      - Bearer abc\n      Content-Type:\n',
    ),
    ['secret-header'],
  ],
  [
    'a secret cookie',
    seed.replace(
      '      Content-Type:\n      - text',
      '      Set-Cookie:\n      - a=b\n      Content-Type:\n      - text',
    ),
    ['not-canonical', 'secret-header'],
  ],
  [
    'a placeholder',
    seed.replace(
      '      Content-Type:\n',
      "      Authorization:\n      - '[REDACTED:1]'\n      Content-Type:\n",
    ),
    [],
  ],
  [
    'masks of all kinds, and nothing',
    seed.replace(
      '      Content-Type:\n',
      "      Authorization:\n      - SSWS REDACTED\n      - Bearer <redacted>\n      - ''\n      - 00000000-0000-0000-0000-000000000000\n$&",
    ),
    ['not-canonical'],
  ],
  [
    'lengths that a script made of version 1 has left out',
    seed
      .replaceAll('proto: HTTP/1.1', 'proto: ""')
      .replaceAll('proto: HTTP/2.0', 'proto: ""')
      .replaceAll(/content_length: .*/g, 'content_length: 0'),
    [],
  ],
  [
    'an interaction twice',
    seed + seed.slice(seed.indexOf('- id')).replace('id: 0', 'id: 1'),
    ['duplicate'],
  ],
  [
    'an interaction that differs in a header of its request',
    seed +
      seed
        .slice(seed.indexOf('- id'))
        .replace('id: 0', 'id: 1')
        .replace('- application/json', '- application/*'),
    [],
  ],
])('%s', (_, text, codes) => {
  expect(codesOf(text)).toEqual(codes)
})

test('several cookies are pointed at one by one, also where they are the same', () => {
  const cookies = ['a=b', 'c=d', 'a=b'].map((cookie) => `      - ${cookie}\n`).join('')
  const text = seed.replace('      Content-Type:\n      - text', `      Set-Cookie:\n${cookies}$&`)
  const first = text.slice(0, text.indexOf('- a=b')).split('\n').length

  const found = lintCassette(parseCassette(text), rules).filter(
    ({ code }) => code === 'secret-header',
  )

  expect(found.map(({ line, column }) => [line, column])).toEqual([
    [first, 9],
    [first + 1, 9],
    [first + 2, 9],
  ])
})

test('what a client polled is one finding', () => {
  const once = seed.slice(seed.indexOf('- id'))
  const again = [1, 2, 3].map((id) => once.replace('id: 0', `id: ${id}`)).join('')

  expect(lintCassette(parseCassette(seed + again), rules)).toMatchObject([
    {
      code: 'duplicate',
      interaction: 1,
      message: 'interaction 0 has the same request and response, and so have 2 more after this.',
    },
  ])
})

test('a cassette of version 1 is told to be one', () => {
  const text = 'version: 1\ninteractions: []\n'

  expect(lintCassette(parseCassette(text), rules)).toMatchObject([
    { code: 'not-canonical', message: 'is of version 1. `wiretape fmt` writes it as version 2.' },
  ])
})

test('bytes that were written as text are told by their length', () => {
  const made = interaction({ response: { body: '\u00ff\u00d8', contentLength: 2 } })
  const bytes = interaction({ response: { body: Uint8Array.of(255), contentLength: 2 } })
  const interactions = [made, bytes]

  expect(lintCassette({ version: 2, interactions }, rules)).toMatchObject([
    { code: 'mojibake', interaction: 0 },
    { code: 'content-length', interaction: 1 },
  ])
})

test.each([
  [
    'an answer to HEAD',
    interaction({ request: { method: 'HEAD' }, response: { contentLength: 9 } }),
  ],
  ['304', interaction({ response: { code: 304, status: '304', contentLength: 9 } })],
  ['what was cut off', interaction({ response: { contentLength: 9, error: 'ECONNRESET' } })],
])('%s may promise more than it has', (_, made) => {
  expect(lintCassette({ version: 2, interactions: [made] }, rules)).toEqual([])
})

test('a JSON file has no lines to point at', () => {
  const request = { x: 1, url: 'http://a.test/' }
  const text = JSON.stringify({ version: 2, interactions: [{ request, response: { code: 200 } }] })

  expect(codesOf(text)).toEqual(['not-canonical'])
})
