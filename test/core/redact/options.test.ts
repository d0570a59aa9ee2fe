import { expect, test } from 'vitest'
import { checkOptions, type RedactOptions } from '../../../src/core/redact/options.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'

function found(text: string, options: RedactOptions, env = {}): string[] {
  return compileRules(options, env)
    .spansIn(text)
    .map(({ start, end }) => text.slice(start, end))
}

test.each<[RedactOptions | object, string]>([
  [{ header: ['x'] }, 'redact.header is no rule: headers, query, form, json, patterns, env, keep.'],
  [{ headers: 'x-acme' }, 'redact.headers is a list, not string.'],
  [{ query: [1] }, 'redact.query[0] is a name, not number.'],
  [{ form: ['ok', '--'] }, 'redact.form[1] can find nothing: "--" has no letter or digit.'],
  [{ json: [null] }, 'redact.json[0] is a name, not null.'],
  [{ patterns: ['('] }, 'redact.patterns[0] is no regular expression: (.'],
  [{ patterns: ['/a/q'] }, 'redact.patterns[0] is no regular expression: /a/q.'],
  [{ patterns: [/x*/] }, 'redact.patterns[0] matches the empty text: /x*/ would cut everywhere.'],
  [{ patterns: [''] }, 'redact.patterns[0] is a RegExp or its source, not an empty text.'],
  [{ patterns: [{}] }, 'redact.patterns[0] is a RegExp or its source, not object.'],
  [{ env: [''] }, 'redact.env[0] can find nothing: "" has no letter or digit.'],
  [{ keep: ['ok', /a*/] }, 'redact.keep[1] matches the empty text: /a*/ would cut everywhere.'],
  [{ keep: 'password' }, 'redact.keep is a list, not string.'],
  [{ keep: [7] }, 'redact.keep[0] is a name or a RegExp, not number.'],
])('%o is refused where it is written', (options, message) => {
  expect(() => checkOptions(options)).toThrow(new TypeError(message))
})

test('names of the user are added to the built-in ones, in any case and separators', () => {
  const rules = compileRules({
    headers: ['X-Acme'],
    query: ['sid'],
    form: ['pin'],
    json: ['badge_number'],
  })

  expect(rules.isSecretHeader('x_acme')).toBe(true)
  expect(rules.isSecretHeader('authorization')).toBe(true)
  expect(rules.isSecretQuery('SID')).toBe(true)
  expect(rules.isSecretForm('p-i-n')).toBe(true)
  expect(rules.isSecretJsonKey('badgeNumber')).toBe(true)
  expect(rules.isSecretJsonKey('badge')).toBe(false)
})

test.each([
  ['the whole match', [/ACME-\d{6}/], 'a ACME-123456 b', ['ACME-123456']],
  ['its group named secret', [/acme=(?<secret>\d+)/], 'acme=12 acme=34', ['12', '34']],
  ['a source with flags', ['/acme-\\d+/i'], 'x ACME-12', ['ACME-12']],
  ['a bare source', ['acme-\\d+'], 'x acme-12', ['acme-12']],
  ['an empty group, which is nothing', [/acme(?<secret>\d*)/], 'x acme x', []],
])('a pattern cuts %s', (_, patterns, text, expected) => {
  expect(found(text, { patterns })).toEqual(expected)
})

test('a pattern with a state of its own keeps it', () => {
  const pattern = /acme-\d+/g
  pattern.lastIndex = 3

  expect(found('acme-12', { patterns: [pattern] })).toEqual(['acme-12'])
  expect(pattern.lastIndex).toBe(3)
})

test.each<[string, RedactOptions]>([
  ['a name', { keep: ['password', 'X-Api-Key'] }],
  ['a name that the user added, too', { json: ['password'], keep: ['password'] }],
])('keep takes %s off the lists', (_, options) => {
  expect(compileRules(options).isSecretJsonKey('password')).toBe(false)
})

test('keep takes a shape out by its id, and a value by a RegExp', () => {
  const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('')

  expect(found(key, {})).toEqual([key])
  expect(found(key, { keep: ['aws-key-id'] })).toEqual([])
  expect(found(key, { keep: [/EXAMPLE$/] })).toEqual([])
  expect(found(key, { keep: ['/example$/i'] })).toEqual([])
  expect(compileRules({ keep: [/EXAMPLE$/] }).keepsValue(key)).toBe(true)
})

test.each([
  ['a named variable', { env: ['ACME_URL'] }, ['https://acme.example/']],
  ['a pattern of names', { env: ['ACME_*'] }, ['https://acme.example/']],
  ['no variable at all', { env: false as const }, []],
  ['what looks like a secret by its name', {}, ['value-of-acme-token']],
])('env looks at %s', (_, options, expected) => {
  const env = {
    ACME_URL: 'https://acme.example/',
    OTHER_TOKEN: 'value-of-acme-token',
    NONE: undefined,
  }
  const text = 'https://acme.example/ value-of-acme-token'

  expect(found(text, options, env)).toEqual(expect.arrayContaining(expected))
  expect(found(text, { env: false }, env)).toEqual([])
})
