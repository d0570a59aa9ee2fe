import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodedInteraction } from '../../../../src/engine/decoded-interaction.ts'
import { parseCassette } from '../../../../src/engine/parse-cassette.ts'
import { findKeptSecrets, findSecrets } from '../../../../src/core/redact/report/findings.ts'
import { compileRules } from '../../../../src/core/redact/rules.ts'
import { sarifOf } from '../../../../src/core/redact/report/sarif.ts'
import { SecretFoundError, refuseSecrets } from '../../../../src/core/redact/secret-found-error.ts'
import { interactionOf } from '../interactions.ts'

const rules = compileRules()
const key = 'sk-' + 'abcDEF0123'.repeat(4)
const privateKey = ['-----BEGIN PRIVATE', 'KEY-----\nabc123\n-----END PRIVATE', 'KEY-----'].join(
  ' ',
)

const file = `---
version: 2
interactions:
- id: 0
  request:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 0
    host: h
    body: '{"it''s":1,"password":"o''neill-77"}'
    headers:
      Authorization:
      - Bearer opaque0123456789
      Body:
      - 'body: x'
    url: https://h/?key=first-key
    method: POST
  response:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 0
    body: |-
      response:
        body: opaque0123456789
      data: {"note":"${key} and ${key}"}
      ${privateKey.replaceAll('\n', '\n      ')}
    headers:
      Set-Cookie:
      - a=1; Path=/
      - a=1; session=two
    status: 200 OK
    code: 200
    duration: 1ms
- id: 1
  request:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 0
    host: h
    url: https://h/
    method: GET
  response:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 0
    body: !!binary ${Buffer.from('\u00ff{"password":"deep"}', 'latin1').toString('base64')}
    headers: {}
    status: 200 OK
    code: 200
    duration: 1ms
`

test('findings say what was found, where in the interaction, and where in the file', () => {
  const found = findSecrets(parseCassette(file), rules)
  const said = found.map(
    ({ interaction, place, rule, masked, line = 0, column = 0 }) =>
      `${interaction} ${place} ${rule} ${masked} ${line}:${column} ${file.split('\n')[line - 1]?.slice(column - 1, column + 5)}`,
  )

  expect(said).toEqual([
    '0 request.url query f... (9 characters) 17:25 first-',
    '0 request.headers.Authorization header op... (16 characters) 14:16 opaque',
    "0 request.body json o... (10 characters) 11:35 o''nei",
    '0 response.headers.Set-Cookie header ... (3 characters) 34:22 two',
    '0 response.body known op... (16 characters) 26:15 opaque',
    '0 response.body openai sk-a... (43 characters) 27:22 sk-abc',
    '0 response.body openai sk-a... (43 characters) 27:70 sk-abc',
    '0 response.body private-key ----... (60 characters) 28:7 -----B',
    '1 response.body json ... (4 characters) 52:5 body: ',
  ])
})

test('without a file there are no lines', () => {
  const interactions = [
    interactionOf({ url: 'https://h/?key=first-key', form: [['key', 'first-key']] }),
  ]

  expect(findSecrets({ version: 2, interactions }, rules)).toEqual([
    { interaction: 0, place: 'request.url', rule: 'query', masked: 'f... (9 characters)' },
    { interaction: 0, place: 'request.form.key', rule: 'form', masked: 'f... (9 characters)' },
  ])
})

test.each([
  'your-api-key',
  '${ACME_TOKEN}',
  'test-client_secret',
  '<API_KEY>',
  '********',
  '[REDACTED:1]',
  'xxxxxxxx',
  'change-me',
  'test',
  'REPLACED-TOKEN',
  'gitlab token scrubbed',
  'placeholder',
  'openai-token',
  'some_github_token',
])('%s is an example, and no finding', (value) => {
  const interactions = [interactionOf({ requestBody: JSON.stringify({ api_key: value }) })]

  expect(findSecrets({ version: 2, interactions }, rules)).toEqual([])
})

test.each([
  'tested-9f8a7c6b5d',
  'masked-9f8a7c6b5d',
  'replacedtoken',
  'mymockingbird',
  'change-me-1',
  'openai-token-1',
  'openaitoken',
  'qwertzuiopasdfghjkl-token',
])('%s is a finding', (value) => {
  const interactions = [interactionOf({ requestBody: JSON.stringify({ api_key: value }) })]

  expect(findSecrets({ version: 2, interactions }, rules)).toHaveLength(1)
})

test('redact: false finds nothing', () => {
  const interaction = interactionOf({ url: 'https://h/?key=first-key' })

  expect(findSecrets({ version: 2, interactions: [interaction] }, compileRules(false))).toEqual([])
  expect(findKeptSecrets(interaction, compileRules(false))).toEqual([])
})

test('what is not kept is no reason to refuse a recording', () => {
  const interaction = interactionOf({ requestHeaders: [['authorization', 'Bearer abc']] })

  expect(() => refuseSecrets(interaction, rules, 'cassette.yaml')).not.toThrow()
})

test('a recording is refused with the places of the secrets, masked', async () => {
  const interaction = interactionOf({
    url: 'https://h/?key=first-key',
    responseBody: JSON.stringify({
      password: Array.from({ length: 10 }, (_, index) => `pass-${index}`),
    }),
  })
  let refused: unknown
  try {
    refuseSecrets(interaction, rules, 'cassettes/login.yaml')
  } catch (error) {
    refused = error
  }

  expect(refused).toBeInstanceOf(SecretFoundError)
  await expect(`${(refused as Error).message}\n`).toMatchFileSnapshot(
    '../../../golden/redact/refused.txt',
  )
})

test('one secret is told as one', () => {
  const error = new SecretFoundError(
    [{ interaction: 0, place: 'request.url', rule: 'query', masked: 'f... (9 characters)' }],
    'a.yaml',
    'GET https://h/',
  )

  expect(error.message).toMatch(/^GET https:\/\/h\/ holds a secret, /)
  expect(error.code).toBe('SECRET_FOUND')
})

test('SARIF says the same to machines', async () => {
  const findings = findSecrets(parseCassette(file), rules).map((finding) => ({
    ...finding,
    file: 'cassettes/log in.yaml',
  }))
  const unplaced = {
    interaction: 3,
    place: 'request.url',
    rule: 'query',
    masked: 'f...',
    file: 'a\\b.yaml',
  }

  await expect(
    `${JSON.stringify(sarifOf([...findings, unplaced], '1.2.3'), undefined, 2)}\n`,
  ).toMatchFileSnapshot('../../../golden/redact/findings.sarif')
})

test('a secret in a body that is kept with its coding is found where the body stands', () => {
  const body = gzipSync(`{"note":"${key}"}`).toString('base64')
  const coded = `version: 2
interactions:
- request: {url: 'https://h/', method: GET}
  response:
    headers: {Content-Encoding: [gzip]}
    body: !!binary ${body}
`

  expect(findSecrets(parseCassette(coded), rules)).toEqual([])
  expect(findSecrets(parseCassette(coded), rules, decodedInteraction)).toMatchObject([
    { place: 'response.body', rule: 'openai', masked: 'sk-a... (43 characters)', line: 6 },
  ])
})
