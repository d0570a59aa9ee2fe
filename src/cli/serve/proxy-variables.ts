import { delimiter } from 'node:path'
import { shellWord } from '../../core/shell-word.ts'
import { withPreload } from '../../surfaces/node-options.ts'
import { routeVariable } from '../../surfaces/route/parent.ts'
import { routePreload } from '../preload.ts'
import { proxyProperties, withProperties } from './java-options.ts'
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
  'PERL_LWP_SSL_CA_FILE',
  'CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE',
  // Where it is set, what Nix has built looks at no SSL_CERT_FILE.
  'NIX_SSL_CERT_FILE',
] as const

/** Each takes a file besides the roots that its program has. */
const additions = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'] as const

/** Tools ask now and then whether there is a newer one of them: no two runs would send the same. */
const withoutUpdateChecks = {
  npm_config_update_notifier: 'false',
  NO_UPDATE_NOTIFIER: '1',
  DENO_NO_UPDATE_CHECK: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
} as const

/** A forward proxy, and what its clients have to know of it. */
export interface ProxyFacts {
  /** With what they have to show. */
  readonly url: string
  readonly trust: Trust
  /** Whether requests that would go past it are refused, as far as they can be. */
  readonly isOnlyWay: boolean
  /** The environment that they have already. */
  readonly env: NodeJS.ProcessEnv
}

/** The variables that lead the programs of a wrapped command through a forward proxy, and make them trust it. */
export function proxyVariables({ url, trust, isOnlyWay, env }: ProxyFacts): Record<string, string> {
  const both = (name: string, value: string): [string, string][] => [
    [name, value],
    [name.toLowerCase(), value],
  ]
  return {
    ...Object.fromEntries(proxies.flatMap((name) => both(name, url))),
    // What stands there would go past us.
    ...Object.fromEntries(both('NO_PROXY', '')),
    ...trustVariables(trust, env, proxyProperties(url)),
    PERL_LWP_ENV_PROXY: '1',
    ...withoutUpdateChecks,
    // Node 20 knows no HTTP_PROXY, and newer ones not for every client: the preload sees to all of them.
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: withPreload(env['NODE_OPTIONS'], routePreload),
    ...routeVariable(url, isOnlyWay),
  }
}

/**
 * The variables that make the programs of a wrapped command trust our certificate besides those that they trust.
 *
 * @param env - The environment that they have already.
 * @param properties - What else virtual machines of Java are to be told.
 */
export function trustVariables(
  trust: Trust,
  env: NodeJS.ProcessEnv,
  properties: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { certificate, bundle, keyStore, phpFolder, wgetSettings } = trust
  const ofJava = { ...properties, 'javax.net.ssl.trustStore': keyStore }
  return {
    ...Object.fromEntries(additions.map((name) => [name, certificate])),
    ...Object.fromEntries(bundles.map((name) => [name, bundle])),
    JAVA_TOOL_OPTIONS: withProperties(env['JAVA_TOOL_OPTIONS'], ofJava),
    PHP_INI_SCAN_DIR: alsoIn(env['PHP_INI_SCAN_DIR'], phpFolder),
    ...(wgetSettings !== undefined && { WGETRC: wgetSettings }),
  }
}

/** Where PHP looks for settings: an empty folder stands for the ones it was built with, an empty list for none. */
function alsoIn(folders: string | undefined, folder: string): string {
  return folders === '' ? folder : `${folders ?? ''}${delimiter}${folder}`
}

/** The lines to type that lead the programs of a shell through a forward proxy. */
export function exportLines(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables)
    .filter(([name]) => name === name.toUpperCase())
    .map(([name, value]) => `export ${name}=${shellWord(value)}`)
}
