import { expect, test } from 'vitest'
import { compileRules } from '../../../../src/core/redact/rules.ts'

const { spansIn } = compileRules()

function found(text: string): string[] {
  return spansIn(text).map(({ start, end }) => text.slice(start, end))
}

function pem(kind: string): string {
  return `-----BEGIN ${kind}-----\n${'MIIEpAIBAAKCAQEAxJfQ0ff'.repeat(20)}\n-----END ${kind}-----\n`
}

function kubeconfig(user: string): string {
  return `apiVersion: v1\nkind: Config\nusers:\n- name: admin\n  user:\n    ${user}\n${'# \n'.repeat(9)}`
}

test.each(['', 'RSA ', 'EC ', 'DSA ', 'OPENSSH ', 'ENCRYPTED ', 'PGP '])(
  'a key of %jPRIVATE KEY is found in base64',
  (kind) => {
    const key = btoa(pem(`${kind}PRIVATE KEY`))

    expect(found(JSON.stringify({ 'tls.key': key }))).toEqual([key])
    expect(found(`    client-key-data: ${key}\nkind: Config\n`)).toEqual([key])
  },
)

test('a key is found in lines of base64, as GitHub gives a file', () => {
  const lines = btoa(pem('PRIVATE KEY')).replace(/.{60}/g, '$&\n')

  const [escaped = ''] = found(JSON.stringify({ content: lines, encoding: 'base64' }))
  expect(JSON.parse(`"${escaped}"`)).toBe(lines)
  expect(found(`a:\n${lines}`)).toEqual([lines])
})

test.each(['token: a1b2c3d4', 'password: "secret"', 'client-key-data: LS0t'])(
  'a kubeconfig in base64 is found by its "%s"',
  (user) => {
    const wrapped = btoa(kubeconfig(user))

    expect(found(JSON.stringify({ kubeconfig: wrapped }))).toEqual([wrapped])
  },
)

test.each([undefined, 2])('a key file of Google (indented by %s) is found in base64', (indent) => {
  const key = btoa(JSON.stringify({ type: 'service_account', private_key: pem('A') }, null, indent))

  expect(found(JSON.stringify({ credentials: key }))).toEqual([key])
})

test('the logins of Docker are found in base64, as secrets of Kubernetes are', () => {
  const logins = btoa(JSON.stringify({ auths: { 'ghcr.io': { auth: btoa('ann:secret') } } }))

  expect(found(JSON.stringify({ '.dockerconfigjson': logins }))).toEqual([logins])
})

test('a token of a service account is found in base64, as secrets of Kubernetes are', () => {
  const token = btoa(`${btoa('{"alg":"RS256","kid":"a"}')}.${btoa('{"iss":"kubernetes"}')}.c2ln`)

  expect(found(JSON.stringify({ data: { token } }))).toEqual([token])
})

test.each([
  ['a certificate', pem('CERTIFICATE')],
  ['a public key', pem('PUBLIC KEY')],
  ['a kubeconfig that asks a program', kubeconfig('exec: {command: aws}')],
  [
    'a manifest',
    'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: b\n  c: "token"\n# and so on and on',
  ],
])('%s in base64 is none', (_, text) => {
  expect(found(JSON.stringify({ data: btoa(text) }))).toEqual([])
})
