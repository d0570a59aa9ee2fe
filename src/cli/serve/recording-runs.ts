import type { RunningServer } from '../../surfaces/server.ts'
import { baseUrlVariables, openaiPrefixUnder } from './base-urls.ts'
import { exportLines, proxyVariables } from './proxy-variables.ts'
import type { ServerRun } from './run.ts'
import { type Trust, writeTrust } from './trust.ts'

/** What a run of one kind of recording proxy does in its own manner. */
export interface RecordingRun extends Pick<ServerRun, 'variables' | 'facts' | 'ended'> {
  /** What is said of it where no command is wrapped. */
  lines(server: RunningServer): readonly string[]
}

/** A proxy to one service: clients have it as their base URL. */
export function reverseRun(
  upstreamPath: string,
  { env: asked = [] }: { readonly env?: readonly string[] },
): RecordingRun {
  const openaiPrefix = openaiPrefixUnder(upstreamPath)
  return {
    variables: ({ url }) => baseUrlVariables({ url, openaiPrefix, asked }),
    facts: () => ({}),
    lines: () => [],
  }
}

/** A proxy to any host: clients have it as their proxy, and trust it. */
export function forwardRun(
  env: NodeJS.ProcessEnv,
  { proxyAuth }: { readonly proxyAuth?: string },
): RecordingRun {
  let trust: Trust | undefined
  const trusted = ({ certificate = '' }: RunningServer): Trust =>
    (trust ??= writeTrust(certificate, env))
  const variables = (server: RunningServer): Record<string, string> =>
    proxyVariables(shownAs(server.url, proxyAuth), trusted(server))
  return {
    variables,
    facts: (server) => ({ variables: variables(server) }),
    lines: (server) => [
      'In the shell of what is to be recorded:',
      ...exportLines(shownAs(server.url, proxyAuth), trusted(server)),
    ],
    ended: () => trust?.remove(),
  }
}

/** The proxy's URL with what its clients have to show. */
function shownAs(url: string, proxyAuth = ''): string {
  const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(proxyAuth) ?? []
  const shown = new URL(url)
  shown.username = encodeURIComponent(user)
  shown.password = encodeURIComponent(password)
  return shown.href.replace(/\/$/, '')
}
