import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactInteraction } from '../../../src/core/redact/interaction.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { Vault } from '../../../src/core/redact/vault.ts'
import { interactionOf } from './interactions.ts'

const rules = compileRules()
const openaiKey = 'sk-proj-' + 'abcDEF0123'.repeat(3)

test('a request without secrets is the same object', () => {
  const interaction = interactionOf({
    url: 'https://api.example.com/v1?page=2',
    requestHeaders: [['accept', '*/*']],
    requestBody: '{"model":"gpt-5"}',
  })

  expect(redactInteraction(interaction, rules, new Vault())).toBe(interaction)
})

test('redacting twice changes nothing more', () => {
  const interaction = interactionOf({
    url: `https://api.example.com/?key=abc&q=${openaiKey}`,
    requestBody: JSON.stringify({ password: 'hunter2', text: `say ${openaiKey}` }),
  })
  const once = redactInteraction(interaction, rules, new Vault())

  expect(redactInteraction(once, rules, new Vault())).toBe(once)
})

test('the same secret gets the same placeholder, in order of appearance', () => {
  const { request, response } = redactInteraction(
    interactionOf({
      url: `https://api.example.com/?api_key=${openaiKey}`,
      requestBody: JSON.stringify({ password: 'first-word', text: openaiKey }),
      responseBody: JSON.stringify({ echo: openaiKey, access_token: 'second-word' }),
    }),
    rules,
    new Vault(),
  )

  expect(request.url).toBe('https://api.example.com/?api_key=REDACTED-1')
  expect(request.body).toBe('{"password":"[REDACTED:2]","text":"[REDACTED:1]"}')
  expect(response.body).toBe('{"echo":"[REDACTED:1]","access_token":"[REDACTED:3]"}')
})

test('a key from a header that is not kept is found where the server echoes it', () => {
  const { request, response } = redactInteraction(
    interactionOf({
      requestHeaders: [['x-api-key', 'opaque0123456789']],
      responseBody: `you sent opaque0123456789 or ${btoa('opaque0123456789')}`,
    }),
    rules,
    new Vault(),
  )

  expect(request.headers).toEqual({})
  expect(response.body).toBe('you sent [REDACTED:1] or [REDACTED:1]Q==')
})

test('chunk sizes and lengths fit the redacted body', () => {
  const body = `data: é ${openaiKey}\n\ndata: b\n\n`
  const { response } = redactInteraction(
    interactionOf({
      responseBody: body,
      responseHeaders: [['content-length', '58']],
      chunks: [
        { bytes: 20, at: 1 },
        { bytes: 29, at: 2 },
        { bytes: 9, at: 3 },
        { bytes: 0, at: 4 },
      ],
    }),
    rules,
    new Vault(),
  )

  expect(response.body).toBe('data: é [REDACTED:1]\n\ndata: b\n\n')
  expect(response.headers['Content-Length']).toEqual(['32'])
  expect(response.contentLength).toBe(32)
  expect(response.chunks).toEqual([
    { bytes: 20, at: 1 },
    { bytes: 3, at: 2 },
    { bytes: 9, at: 3 },
    { bytes: 0, at: 4 },
  ])
})

test('the form, the trailer and the request target are redacted like the URL', () => {
  const interaction = interactionOf({
    url: 'https://api.example.com/?key=abc',
    form: [
      ['key', 'abc'],
      ['page', '2'],
      ['page', openaiKey],
    ],
  })
  const { request } = redactInteraction(
    {
      ...interaction,
      request: {
        ...interaction.request,
        requestUri: '/?key=abc',
        host: 'ann:pass@api.example.com',
        trailer: { 'X-Api-Key': ['abc'], Accept: ['b'] },
      },
    },
    rules,
    new Vault(),
  )

  expect(request).toMatchObject({
    url: 'https://api.example.com/?key=REDACTED-1',
    requestUri: '/?key=REDACTED-1',
    host: 'api.example.com',
    form: { key: ['REDACTED-1'], page: ['2', 'REDACTED-2'] },
  })
  expect(request.trailer).toEqual({ Accept: ['b'] })
})

test('the key of OpenWeatherMap is redacted in the URL, in the form, and where it comes back', () => {
  const key = '0123456789abcdef'.repeat(2)
  const { request, response } = redactInteraction(
    interactionOf({
      url: `https://api.openweathermap.org/data/2.5/weather?q=Bern&appid=${key}`,
      form: [['appid', key]],
      responseBody: `{"cod":401,"message":"Invalid API key ${key}"}`,
    }),
    rules,
    new Vault(),
  )

  expect(request.url).toMatch(/\?q=Bern&appid=REDACTED-1$/)
  expect(request.form).toEqual({ appid: ['REDACTED-1'] })
  expect(response.body).toContain('Invalid API key [REDACTED:1]')
})

test('redact: false keeps everything, minimal headers all the same', () => {
  const interaction = interactionOf({
    url: 'https://ann:pass@api.example.com/?key=abc',
    requestHeaders: [['authorization', 'Bearer abc']],
    responseBody: openaiKey,
  })
  const minimal = compileRules(false, {}, { headers: 'minimal' })

  expect(redactInteraction(interaction, compileRules(false), new Vault())).toBe(interaction)
  expect(redactInteraction(interaction, minimal, new Vault()).request.headers).toEqual({})
})

test('a length that was not the body’s stays as it was', () => {
  const interaction = interactionOf({ requestBody: `x ${openaiKey}` })
  const request = { ...interaction.request, contentLength: -1 }

  expect(redactInteraction({ ...interaction, request }, rules, new Vault()).request).toMatchObject({
    body: 'x [REDACTED:1]',
    contentLength: -1,
  })
})

test('a secret that stands in the request before its place is known goes, too', () => {
  const { request } = redactInteraction(
    interactionOf({
      requestBody: 'as opaque0123456789 says',
      responseBody: '{"access_token":"opaque0123456789"}',
    }),
    rules,
    new Vault(),
  )

  expect(request.body).toBe('as [REDACTED:1] says')
})

const withSecret = Buffer.from(`\u00ff{"password":"abc"}\u0080`, 'latin1')

test.each([
  ['bytes', new Uint8Array(withSecret)],
  ["Node's own bytes", withSecret],
])('in %s a secret is cut like in text', (_name, responseBody) => {
  const { response } = redactInteraction(interactionOf({ responseBody }), rules, new Vault())

  expect(Buffer.from(response.body).toString('latin1')).toBe(
    '\u00ff{"password":"[REDACTED:1]"}\u0080',
  )
})

test.each([
  ['a mask of somebody else’s', '********'],
  ['a word that masks', '__REDACTED__'],
  ['a placeholder behind a scheme', 'Bearer [REDACTED:4]'],
])('%s stays', (_, password) => {
  const interaction = interactionOf({ requestBody: JSON.stringify({ password }) })

  expect(redactInteraction(interaction, rules, new Vault())).toBe(interaction)
})

test.each(['x REDACTED y', '[REDACTED:4] and hunter-two-2'])(
  '%s is a secret all the same',
  (password) => {
    const { request } = redactInteraction(
      interactionOf({ requestBody: JSON.stringify({ password }) }),
      rules,
      new Vault(7),
    )

    expect(request.body).toBe('{"password":"[REDACTED:8]"}')
  },
)

test('JSON stays JSON: of any value only the strings of secret keys change', () => {
  const { json } = fc.letrec<{ json: unknown; object: object; list: unknown[] }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constant(null),
      fc.integer({ min: -999, max: 999 }),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('json'), { maxLength: 3 }),
    object: fc.dictionary(
      fc.constantFrom('a', 'password', 'api-key', 'clientSecret', 'b"c'),
      tie('json'),
    ),
  }))
  fc.assert(
    fc.property(json, fc.constantFrom(0, 1, 2), (value, indent) => {
      const { request } = redactInteraction(
        interactionOf({
          requestBody: JSON.stringify({ nested: JSON.stringify(value), value }, null, indent),
        }),
        rules,
        new Vault(),
      )
      const after = JSON.parse(String(request.body)) as { value: unknown; nested: string }

      expect(blanked(after.value)).toEqual(blanked(value))
      expect(blanked(JSON.parse(after.nested))).toEqual(blanked(value))
    }),
  )
})

/** A JSON value with the strings of its secret keys taken out, and the rest as it is. */
function blanked(value: unknown, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? 'secret' : value
  if (typeof value !== 'object' || value === null) return value
  // Of a list all strings before the first other thing.
  if (Array.isArray(value)) {
    const end = value.findIndex((item) => typeof item !== 'string')
    return value.map((item, index) => blanked(item, isSecret && (end === -1 || index < end)))
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, blanked(item, rules.isSecretJsonKey(key))]),
  )
}

test('a header that was clean before is searched for a secret that was learnt since', () => {
  const vault = new Vault()
  const echoed = 'Kq7xPz4mWv9cRt2b'
  const asked = (requestHeaders: [string, string][]) =>
    redactInteraction(
      interactionOf({ requestHeaders, responseHeaders: [['x-echo', echoed]] }),
      rules,
      vault,
    ).response.headers['X-Echo']

  expect(asked([])).toEqual([echoed])
  expect(asked([])).toEqual([echoed])
  expect(asked([['authorization', `Bearer ${echoed}`]])).toEqual(['[REDACTED:1]'])
  expect(asked([])).toEqual(['[REDACTED:1]'])
})

test('what one set of rules takes for clean is a secret to another', () => {
  const vault = new Vault()
  const interaction = interactionOf({ responseHeaders: [['x-mine', 'abc']] })
  const mine = compileRules({ headers: ['x-mine'] })

  expect(redactInteraction(interaction, rules, vault)).toBe(interaction)
  expect(redactInteraction(interaction, mine, vault)).not.toBe(interaction)
})

test('a URL that was clean before is searched for a secret that was learnt since', () => {
  const vault = new Vault()
  const url = 'https://api.example.com/jobs/Kq7xPz4mWv9cRt2b'
  const asked = (requestHeaders: [string, string][]) =>
    redactInteraction(interactionOf({ url, requestHeaders }), rules, vault).request.url

  expect(asked([])).toBe(url)
  expect(asked([])).toBe(url)
  expect(asked([['authorization', 'Bearer Kq7xPz4mWv9cRt2b']])).toBe(
    'https://api.example.com/jobs/REDACTED-1',
  )
})
