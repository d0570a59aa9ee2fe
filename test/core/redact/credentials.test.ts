import { expect, test } from 'vitest'
import {
  credentialsOf,
  secretsInCredential,
  secretsInUserinfo,
} from '../../../src/core/redact/credentials.ts'
import { compileRules } from '../../../src/core/redact/rules.ts'
import { interactionOf } from './interactions.ts'

test.each([
  ['X-Api-Key', 'abc', ['abc']],
  ['Authorization', 'Bearer  abc', ['abc']],
  ['Authorization', 'Basic YW5uOmE6Yg==', ['YW5uOmE6Yg==', 'a:b']],
  ['Authorization', 'Basic c2tfbGl2ZV8xOg==', ['c2tfbGl2ZV8xOg==', 'sk_live_1']],
  ['Authorization', 'Basic no base64', ['no base64']],
  ['Authorization', 'Basic bm9jb2xvbg==', ['bm9jb2xvbg==']],
  ['Authorization', 'Digest username="ann", response="0f", cnonce="1e"', ['0f', '1e']],
  ['Authorization', 'OAuth oauth_token="a", oauth_signature="b"', ['a', 'b']],
  [
    'Authorization',
    'AWS4-HMAC-SHA256 Credential=AK/2026/s3, SignedHeaders=host, Signature=0f1e',
    ['AK', '0f1e'],
  ],
  ['Cookie', 'zone=America/New_York; s=abc=def012345', ['abc=def012345']],
  ['Set-Cookie', 's=abcdef012345; Path=/', ['abcdef012345']],
  ['Set-Cookie2', '', []],
])('%s: %s holds %j', (name, value, secrets) => {
  expect(secretsInCredential(name, value)).toEqual(secrets)
})

test('of userinfo the password is the secret, or all of it where there is none', () => {
  expect(secretsInUserinfo('ann:p%40ss')).toEqual(['p@ss'])
  expect(secretsInUserinfo('token')).toEqual(['token'])
})

test('an interaction has credentials in its headers and trailers on both sides, and in its URL', () => {
  const interaction = interactionOf({
    url: 'https://ann:pass@api.example.com/',
    requestHeaders: [
      ['accept', '*/*'],
      ['x-api-key', 'one'],
    ],
    responseHeaders: [['set-cookie', 'a=two-two-two-2']],
  })

  expect(credentialsOf(interaction, compileRules().isSecretHeader)).toEqual([
    'one',
    'two-two-two-2',
    'pass',
  ])
})

test('an address in a URL is no userinfo', () => {
  const interaction = interactionOf({ url: 'https://api.example.com/users/ann@example.com' })

  expect(credentialsOf(interaction, compileRules().isSecretHeader)).toEqual([])
})
