import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { expect } from 'vitest'
import { proxyVariables, trustVariables } from '../../../src/cli/serve/proxy-variables.ts'
import { type Trust, writeTrust } from '../../../src/cli/serve/trust.ts'
import { test as base } from '../../support/test.ts'

const [certificate = ''] = rootCertificates

/** vitest's test with the files of a trust, for somebody at home in an empty folder. */
const test = base.extend<{ readonly trust: Trust }>({
  trust: async ({ folder }, use) => {
    const trust = writeTrust(certificate, { HOME: folder })
    await use(trust)
    trust.remove()
  },
})

const variablesFor = (trust: Trust, env: NodeJS.ProcessEnv = {}) =>
  proxyVariables({ url: 'http://127.0.0.1:8080', trust, isOnlyWay: false, env })

test('Java is led through the proxy and trusts it, besides what it was told', ({ trust }) => {
  const { JAVA_TOOL_OPTIONS: options } = variablesFor(trust, { JAVA_TOOL_OPTIONS: '-Xmx1g' })

  expect(options).toMatch(/^-Xmx1g -Dhttp\.proxyHost=127\.0\.0\.1 /)
  expect(options).toContain(`-Djavax.net.ssl.trustStore=${trust.keyStore}`)
})

test('where no proxy is meant, Java is told whom to trust alone', ({ trust }) => {
  expect(trustVariables(trust, {})).toMatchObject({
    JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${trust.keyStore}`,
  })
})

test.for([
  [undefined, (folder: string) => delimiter + folder],
  ['', (folder: string) => folder],
  ['/etc/mine', (folder: string) => `/etc/mine${delimiter}${folder}`],
] as const)('PHP reads our settings after those of %o', ([folders, expected], { trust }) => {
  const env = folders === undefined ? {} : { PHP_INI_SCAN_DIR: folders }

  const found = trustVariables(trust, env)['PHP_INI_SCAN_DIR']

  expect(found).toBe(expected(trust.phpFolder))
  const [ini = ''] = readdirSync(trust.phpFolder).filter((name) => name.endsWith('.ini'))
  expect(readFileSync(join(trust.phpFolder, ini), 'utf8')).toBe(
    `curl.cainfo = "${trust.bundle}"\nopenssl.cafile = "${trust.bundle}"\n`,
  )
})

test('wget has settings of ours where it has none of its own', ({ trust, folder }) => {
  const { WGETRC: settings = '' } = variablesFor(trust)
  expect(readFileSync(settings, 'utf8')).toBe(`ca_certificate = ${trust.bundle}\n`)

  const withVariable = writeTrust(certificate, { HOME: folder, WGETRC: '/etc/mine' })
  writeFileSync(join(folder, '.wgetrc'), 'quiet = on\n')
  const withFile = writeTrust(certificate, { HOME: folder })

  expect(variablesFor(withVariable)).not.toHaveProperty('WGETRC')
  expect(variablesFor(withFile)).not.toHaveProperty('WGETRC')
  for (const made of [withVariable, withFile]) made.remove()
})

test.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NIX_SSL_CERT_FILE'])(
  '%s names the roots of this system, and ours among them',
  (name) => {
    const trust = writeTrust(certificate, { SSL_CERT_FILE: '/none' })

    const roots = readFileSync(String(variablesFor(trust)[name]), 'utf8')
    trust.remove()

    expect(roots).toContain(certificate)
    expect(roots.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(10)
  },
)

test('tools do not ask whether there is a newer one of them', ({ trust }) => {
  expect(variablesFor(trust)).toMatchObject({
    npm_config_update_notifier: 'false',
    DENO_NO_UPDATE_CHECK: '1',
  })
})

test('at the end the folder is gone', ({ folder }) => {
  const trust = writeTrust(certificate, { HOME: folder })

  trust.remove()

  expect(() => readdirSync(dirname(trust.bundle))).toThrow('ENOENT')
})
