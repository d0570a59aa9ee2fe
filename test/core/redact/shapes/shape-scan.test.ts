import { expect, test } from 'vitest'
import { compileRules } from '../../../../src/core/redact/rules.ts'
import { vendorShapes } from '../../../../src/core/redact/shapes/shapes.ts'

const { spansIn } = compileRules()

function found(text: string): string[] {
  return spansIn(text).map(({ start, end }) => text.slice(start, end))
}

const a = (length: number): string => 'aB3dE5gH7j'.repeat(10).slice(0, length)
const hex = (length: number): string => '0f1e2d3c4b5a6978'.repeat(8).slice(0, length)

/** What a secret of each shape, or of a beginning, looks like behind that, where it is not 40 letters and digits. */
const rests: Readonly<Record<string, string>> = {
  anthropic: `api03-${a(80)}`,
  ek_: hex(32),
  cerebras: 'a1b2c3d4'.repeat(6),
  firecrawl: hex(32),
  langsmith: `${hex(32)}_${hex(10)}`,
  e2b: hex(40),
  stability: hex(48),
  'azure-openai': `9${a(30)}`,
  'aws-key-id': 'ABCDEFGH23456723',
  'aws-bedrock': a(100),
  'google-api-key': a(35),
  'azure-client-secret': a(34),
  digitalocean: hex(64),
  cloudflare: `${hex(24)}-${hex(120)}`,
  databricks: hex(32),
  terraform: a(60),
  pulumi: hex(40),
  '1password': a(80),
  npm: a(36),
  pypi: a(60),
  rubygems: hex(48),
  postman: `${hex(24)}-${hex(34)}`,
  airtable: `${a(14)}.${hex(64)}`,
  age: 'QPZRY9X8GF2TVDW0S3JN'.repeat(3),
  slack: `b-123456789012-${a(24)}`,
  'slack-app': `1-A123-456-${hex(40)}`,
  telegram: a(33),
  sendgrid: `${a(22)}.${a(43)}`,
  mailgun: hex(32),
  mailchimp: '12',
  brevo: `${hex(64)}-${a(16)}`,
  resend: `${a(8)}_${a(24)}`,
  twilio: hex(32),
  shopify: hex(32),
  facebook: a(100),
  easypost: a(54),
  dropbox: a(90),
  adafruit: a(28),
  nats: 'ABCDEFGH23456'.repeat(5).slice(0, 55),
  grafana: a(40),
}

/** What comes before the literal of a shape, and belongs to the secret. */
const befores: Readonly<Record<string, string>> = {
  'azure-openai': a(52),
  'azure-client-secret': 'ab~',
  terraform: `${a(14)}.`,
  telegram: '123456789:',
  mailchimp: `${hex(32)}-`,
}

// The webhook's secret is only the end of it: see below.
const whole = vendorShapes.filter(({ id }) => id !== 'slack-webhook')

test.each(whole.flatMap(({ id, starts }) => starts.map((start) => [id, start] as const)))(
  '%s finds %s..., in quotes, in a URL and behind an escape',
  (id, start) => {
    const secret = (befores[id] ?? '') + start + (rests[start] ?? rests[id] ?? a(40))

    expect(found(`{"a":"${secret}"}`)).toEqual([secret])
    expect(found(`https://h/${secret}?x=1`)).toEqual([secret])
    // What comes before a literal may be digits, as the end of an escape is.
    if (befores[id] !== undefined) return
    expect(found(String.raw`it is:\n${secret}\nok`)).toEqual([secret])
    expect(found(String.raw`it is:\u0022${secret}\u0022ok`)).toEqual([secret])
    expect(found(`q=%22${secret}%22`)).toEqual([secret])
  },
)

test.each([
  'chatcmpl-Bk0f3kAbCdEfGhIjKlMnOpQrStUv',
  'resp_68af4030592c81938ec0a5fbab4a3e9f05438e46b5f69a3b',
  'gen_01KKHTPVSAYPGBCBH3AE1FZJSQ',
  'call_9fXNbYzqzQ0Q2jJc7oL1abcd',
  'toolu_01A09q90qw90lq917835lq9',
  'msg_01XFDUDYJgAACzvnptvVoYEL',
  'rs_68af4030baa48193b0b43b4c2a176a1a05438e46b5f69a3b',
  'fp_07871e2ad8',
  'req_011CSHoEeqs5C35K2UUqR7Fy',
  'file-abc123DEF456ghi789JKL012',
  'sk-loading-spinner-container-large',
  '550e8400-e29b-41d4-a716-446655440000',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP==',
  'eyJjdXJzb3IiOiJhYmMiLCJwYWdlIjoyfQ',
  'eyJjdXJzb3IiOiJhYmMifQ.eyJwYWdlIjoyfQ.abcdefgh',
  'eyJhbGciOiJub.ZXhhbXBsZQ.c2lnbmF0dXJl',
  'gAAAAABnZx2V3s5F9qY1wq8hYk2l0p3o4i5u6y7t8r9e0wQWERTYUIOPasdfghjkl',
  'the_quick_brown_fox_jumps_over_the_lazy_dog',
  'application/vnd.github.v3+json; Basic authentication, Bearer authentication-required',
  'https://h.example/?next=https://k.example:8443&from=git@example.com:a/b',
  'The next token: CAUQAA1234567890 of this context: none',
  'https://user@example.com:8080/path and mailto:ann@example.com and git@github.com:a/b.git',
  'postgres://localhost:5432/db?user=ann and https://${USER}:${PASSWORD}@host/',
])('%s is none', (text) => {
  expect(found(text)).toEqual([])
})

test('a base64 image holds none', () => {
  const bytes = Array.from({ length: 300_000 }, (_, index) => (index * 7919 + (index >> 3)) & 255)

  expect(found(`data:image/png;base64,${Buffer.from(bytes).toString('base64')}`)).toEqual([])
})

test.each([
  ['a JWT', `${btoa('{"alg":"RS256"}').replace(/=+$/, '')}.eyJzdWIiOiJhIn0.c2ln`],
  [
    'an encrypted JWT',
    `${btoa('{"alg":"dir","enc":"A256GCM"}').replace(/=+$/, '')}..${a(16)}.${a(20)}.${a(22)}`,
  ],
  ['a Basic pair', 'YW5uOnNlY3JldC1wYXNz', 'Basic '],
  ['a bearer token', `${a(30)}==`, 'bearer '],
  [
    'a webhook of Slack',
    'T0123ABCD/B0123ABCD/abcDEF0123abcDEF',
    'https://hooks.slack.com/services/',
  ],
  [
    'a webhook of Discord',
    a(68),
    String.raw`https:\/\/discord.com\/api\/webhooks\/123456789012345678\/`,
  ],
  ['the password of a connection string', 'ann:p@ss:w0rd', 'mysql://', '@db.example/x'],
  [
    'the token of a kubeconfig',
    'a1b2c3d4e5f6',
    'current-context: a\nusers:\n- user:\n    token: ',
    '\nkind: Config',
  ],
  [
    'the password of a kubeconfig in JSON',
    'one-two-three',
    String.raw`current-context: a\nusers:\n- user:\n    password: \"`,
    String.raw`\"\n`,
  ],
  ['it behind escaped slashes', 'ann:p4ss', String.raw`http:\/\/`, '@h'],
  ['it where there are more slashes', 'ann:p4ss', 'file:////a//b ://', '@h'],
])('it finds %s', (_, secret, before = '', behind = '') => {
  expect(found(`"${before}${secret}${behind}"`)).toEqual([secret])
})

test('several in one run of characters are told apart', () => {
  const [one, two] = [`sk-${a(30)}`, `ghp_${a(36)}`]

  expect(found(`${one}.${two}`)).toEqual([one, two])
})
