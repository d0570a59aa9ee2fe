import type { Trust } from './trust.ts'

const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'] as const

/** Each takes a file in place of the roots that its program has. */
const bundles = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'AWS_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'CARGO_HTTP_CAINFO',
  'PIP_CERT',
  'HTTPLIB2_CA_CERTS',
  'GRPC_DEFAULT_SSL_ROOTS_FILE_PATH',
  'npm_config_cafile',
] as const

/** Each takes a file besides the roots that its program has. */
const additions = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'] as const

/** The variables that lead the programs of a wrapped command through a forward proxy, and make them trust it. */
export function proxyVariables(url: string, trust: Trust): Record<string, string> {
  const both = (name: string, value: string): [string, string][] => [
    [name, value],
    [name.toLowerCase(), value],
  ]
  return Object.fromEntries([
    ...proxies.flatMap((name) => both(name, url)),
    // What stands there would go past us.
    ...both('NO_PROXY', ''),
    ['NODE_USE_ENV_PROXY', '1'],
    ...additions.map((name) => [name, trust.certificate]),
    ...bundles.map((name) => [name, trust.bundle]),
  ]) as Record<string, string>
}

/** The lines to type that lead the programs of a shell through a forward proxy. */
export function exportLines(url: string, trust: Trust): readonly string[] {
  return Object.entries(proxyVariables(url, trust))
    .filter(([name]) => name === name.toUpperCase())
    .map(([name, value]) => `export ${name}=${quoted(value)}`)
}

/** A word as shells take it. */
export function quoted(value: string): string {
  return /^[\w./:-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}
