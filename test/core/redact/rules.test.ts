import { expect, test } from 'vitest'
import { type MatchOptions, createMatcher } from '../../../src/core/match/matcher.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'

const rules = compileRules()

test.each([
  'authorization',
  'Proxy-Authorization',
  'cookie',
  'Set-Cookie',
  'x-api-key',
  'X-Goog-Api-Key',
  'api-key',
  'xi-api-key',
  'Ocp-Apim-Subscription-Key',
  'DD-APPLICATION-KEY',
  'X-Auth-Key',
  'PRIVATE-TOKEN',
  'X-Shopify-Access-Token',
  'Fastly-Key',
  'x-functions-key',
  'X-Amz-Security-Token',
  'X-Subscription-Token',
  'X-Honeycomb-Team',
  'X-NSONE-Key',
  'X-Ovh-Consumer',
  'X-Tableau-Auth',
  'X-Mashape-Key',
  'x-amz-server-side-encryption-customer-key',
  'x-ms-encryption-key',
])('%s is a credential, and kept on neither side', (name) => {
  expect(rules.isSecretHeader(name)).toBe(true)
  expect(rules.keepsRequestHeader(name)).toBe(false)
  expect(rules.keepsResponseHeader(name)).toBe(false)
})

test.each([
  'retry-after',
  'Link',
  'ETag',
  'anthropic-ratelimit-tokens-remaining',
  'x-ratelimit-remaining-tokens',
  'x-next-page-token',
  'access-control-allow-credentials',
  'www-authenticate',
  'x-request-id',
  'openai-organization',
  'X-Atlassian-Token',
  'x-amz-server-side-encryption-customer-key-md5',
])('a response keeps %s', (name) => {
  expect(rules.keepsResponseHeader(name)).toBe(true)
})

test.each([
  'Accept',
  'content-type',
  'User-Agent',
  'range',
  'If-None-Match',
  'accept-language',
  'anthropic-version',
  'anthropic-beta',
  'X-GitHub-Api-Version',
  'x-amz-target',
])('a request keeps %s', (name) => {
  expect(rules.keepsRequestHeader(name)).toBe(true)
})

test('a request does not keep a header that nobody knows', () => {
  expect(rules.keepsRequestHeader('x-acme-thing')).toBe(false)
})

test.each(['api_key', 'application_key', 'app-key', 'license_key', 'private_token'])(
  '%s is a secret in a query and in a form',
  (name) => {
    expect(rules.isSecretQuery(name)).toBe(true)
    expect(rules.isSecretForm(name)).toBe(true)
  },
)

test('keepHeaders and dropHeaders have the last word, in any case', () => {
  const { keepsRequestHeader, keepsResponseHeader } = compileRules(
    undefined,
    {},
    { keepHeaders: ['X-Acme', 'Authorization'], dropHeaders: ['ETag', 'accept'] },
  )

  expect(keepsRequestHeader('x-acme')).toBe(true)
  expect(keepsRequestHeader('authorization')).toBe(true)
  expect(keepsRequestHeader('Accept')).toBe(false)
  expect(keepsResponseHeader('etag')).toBe(false)
})

test.each([
  'SecretString',
  'SecretBinary',
  'privateKeyData',
  'authorizationToken',
  'db_password',
  'Client-Secret',
  'secret',
])('the string at %s in JSON is a secret', (name) => {
  expect(rules.isSecretJsonKey(name)).toBe(true)
})

test('minimal keeps what the first cassettes kept, all keeps all but credentials', () => {
  const minimal = compileRules(undefined, {}, { headers: 'minimal' })
  const all = compileRules(undefined, {}, { headers: 'all' })

  expect(['accept', 'if-match'].map(minimal.keepsRequestHeader)).toEqual([true, false])
  expect(['content-type', 'etag'].map(minimal.keepsResponseHeader)).toEqual([true, false])
  expect(['x-acme', 'cookie'].map(all.keepsRequestHeader)).toEqual([true, false])
})

test('redact: false finds nothing and keeps every header', () => {
  const off = compileRules(false)

  expect(off.isOff).toBe(true)
  expect(off.keepsRequestHeader('authorization')).toBe(true)
  expect(off.isSecretJsonKey('password')).toBe(false)
  expect(off.spansIn(`Bearer ${'abc123'.repeat(5)}`)).toEqual([])
})

test('the values of variables that look like secrets are found in any text', () => {
  const { spansIn } = compileRules(undefined, {
    ACME_API_KEY: 'plain-value-of-acme',
    ACME_URL: 'https://acme.example',
    SHORT_TOKEN: 'short',
  })
  const text = `a plain-value-of-acme ${btoa('plain-value-of-acme')} https://acme.example short`

  expect(spansIn(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'plain-value-of-acme',
    btoa('plain-value-of-acme').replace(/.=+$/, ''),
  ])
})

test('however many names there are, each is judged', () => {
  const { isSecretJsonKey } = compileRules()
  for (let index = 0; index < 2_100; index++) expect(isSecretJsonKey(`name${index}`)).toBe(false)

  expect(isSecretJsonKey('password')).toBe(true)
  expect(isSecretJsonKey('password')).toBe(true)
})

test('a variable that is listed and has no value is no secret', () => {
  expect(compileRules({}, { ACME_TOKEN: undefined }).values).toEqual([])
})

test('options that say nothing are the built-in rules, whatever other options were compiled before', () => {
  compileRules({ json: ['iban'] }, {}, { keepHeaders: ['x-tenant'] })

  const rules = compileRules({}, {}, {})

  expect(rules.isSecretJsonKey('iban')).toBe(false)
  expect(rules.keepsRequestHeader('x-tenant')).toBe(false)
})

test('the values are those of the environment now, whatever stood in it before', () => {
  const before = compileRules({}, { ACME_TOKEN: 'the-value-of-before' })

  const { spansIn, values } = compileRules({}, { ACME_TOKEN: 'the-value-of-now' })

  expect(values).toEqual(['the-value-of-now'])
  expect(spansIn('the-value-of-now')).toHaveLength(1)
  expect(spansIn('the-value-of-before')).toEqual([])
  expect(before.spansIn('the-value-of-before')).toHaveLength(1)
})

test('the recorders of a suite share what is compiled for them', () => {
  const env = { ACME_TOKEN: 'the-value-of-acme' }

  const rules = compileRules({}, env)

  expect(compileRules({}, { ...env })).toBe(rules)
  expect(createMatcher({ mode: 'replay' } as MatchOptions, rules)).toBe(createMatcher({}, rules))
  expect(createMatcher({ ignore: ['$.id'] }, rules)).not.toBe(createMatcher({}, rules))
})

test.each([
  [{ headers: 'minimum' }, "headers is \"minimum\". It is one of 'minimal', 'all'."],
  [{ keepHeaders: 'etag' }, 'keepHeaders is "etag". It is a list of names.'],
  [{ dropHeaders: [1] }, 'dropHeaders is [1]. It is a list of names.'],
])('%j is no policy for headers', (headers, message) => {
  expect(() => compileRules({}, {}, headers as never)).toThrow(new TypeError(message))
  expect(() => compileRules(false, {}, headers as never)).toThrow(new TypeError(message))
})
