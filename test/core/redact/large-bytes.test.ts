import { expect, test } from 'vitest'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules, type SecretRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

const rules = compileRules()
const token = 'sk-proj-' + 'abcDEF0123'.repeat(3)
const far = 500_000
const noise = Buffer.from(
  Uint8Array.from({ length: 1_100_000 }, (_, index) => (index * 2_654_435_761) >>> 24),
)

/** Whether a text stands in what a cassette keeps of a large body of bytes: to print that would take megabytes. */
function keeps(
  wanted: string | Buffer,
  texts: readonly (readonly [at: number, text: string])[],
  type: string | undefined = 'application/octet-stream',
  by: SecretRules = rules,
): boolean {
  const bytes = Buffer.from(noise)
  for (const [at, text] of texts) bytes.write(text, at, 'latin1')
  const interaction = interactionOf({
    responseHeaders: type === undefined ? [] : [['content-type', type]],
    responseBody: bytes,
  })
  const { body } = redactInteraction(interaction, by, new Vault()).response
  return Buffer.from(body as Uint8Array).includes(wanted)
}

test('a large body without secrets stays as it is, the same object', () => {
  const interaction = interactionOf({
    responseHeaders: [['content-type', 'image/png']],
    responseBody: noise,
  })

  expect(redactInteraction(interaction, rules, new Vault())).toBe(interaction)
})

test.each([0, 98_290, 98_303, 98_304, 106_480, 106_496, 196_600, 1_000_000])(
  'a secret at %d of a large body is found',
  (at) => {
    expect(keeps('abcDEF0123', [[at, ` ${token} `]])).toBe(false)
    expect(keeps('hunter2', [[at, ` "password": "hunter2-hunter2" `]])).toBe(false)
  },
)

test.each([
  ['Basic YTpiY2Rl', 'YTpiY2Rl'],
  ['Bearer a1b2c3d4e5f6g7h8', 'a1b2c3d4'],
  ['-----BEGIN PRIVATE KEY-----', 'PRIVATE'],
  ['1//0abcdefghijklmnopqrstuvwxyz0123', 'qrstuv'],
  [`webhooks/123456789012345/${'a'.repeat(50)}`, 'aaaaaaaa'],
  ['://ann:\xe4\xf6\xe4\xf6@h', '\xe4\xf6\xe4\xf6'],
  [':\\/\\/ann:\xe4\xf6\xe4\xf6@h', '\xe4\xf6\xe4\xf6'],
  ['sig=\xe4\xf6\xfc\xe4\xf6\xfc\xe47', '\xf6\xfc\xe47'],
])('the shortest of a shape is found in a large body of noise: %s', (text, secret) => {
  for (let at = far; at < far + 11; at++) {
    expect(keeps(Buffer.from(secret, 'latin1'), [[at, `\x80${text}\x80`]])).toBe(false)
  }
})

test.each<[string, string | undefined, [number, string][]]>([
  [
    'multipart',
    'multipart/form-data',
    [
      [0, '--x\r\n'],
      [far, '\n--x\r\nname="password"\r\n\r\nhunter2\n--x'],
    ],
  ],
  [
    'XML',
    'text/xml',
    [
      [0, '<a>'],
      [far, '<password>hunter2</password>'],
    ],
  ],
  ['a form', 'application/x-www-form-urlencoded', [[far, '&password=hunter2&']]],
  [
    'GraphQL',
    'application/json',
    [
      [0, '{"query":"'],
      [far, ' login(password: \\"hunter2\\") '],
    ],
  ],
  [
    'pieces of a stream',
    'text/event-stream',
    [
      [
        0,
        `data: {"delta":"${token.slice(0, 12)}"}\n\ndata: {"delta":"${token.slice(12)}hunter2"}\n\n`,
      ],
    ],
  ],
  ['a body without a type', undefined, [[far, ' "password":"hunter2" ']]],
])('in %s a secret is found that only the whole tells', (_name, type, texts) => {
  expect(keeps('hunter2', texts, type)).toBe(false)
})

test('a pattern of the user may span what it likes', () => {
  const mine = compileRules({ patterns: [/begins[^]*ends/g] })

  const texts = [
    [far, ' begins '],
    [far + 300_000, ' ends '],
  ] as const

  expect(keeps('begins', texts, undefined, mine)).toBe(false)
})

test('where nothing is redacted, a large body keeps its secrets', () => {
  const type = 'application/octet-stream'

  expect(keeps('abcDEF0123', [[far, ` ${token} `]], type, compileRules(false))).toBe(true)
})
