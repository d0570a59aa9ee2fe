import type { RunningServer } from '../../surfaces/server.ts'
import { baseUrlVariables, openaiPrefixUnder } from './base-urls.ts'
import { Proxied } from './proxied.ts'
import { exportLines } from './proxy-variables.ts'
import type { ServerRun } from './run.ts'
import { wentPast } from './went-past.ts'

/** What a run of one kind of recording proxy does in its own manner. */
export interface RecordingRun extends Pick<ServerRun, 'facts' | 'ended' | 'unasked'> {
  /** What the wrapped command's environment gets. */
  variables(server: RunningServer): Readonly<Record<string, string>>
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
    unasked: wentPast.baseUrl,
  }
}

/** A proxy to any host: clients have it as their proxy, and trust it. */
export function forwardRun(
  env: NodeJS.ProcessEnv,
  { proxyAuth }: { readonly proxyAuth?: string },
): RecordingRun {
  const proxied = new Proxied(env, false, proxyAuth)
  return {
    variables: (server) => proxied.variables(server),
    facts: (server) => ({ variables: proxied.variables(server) }),
    lines: (server) => [
      'In the shell of what is to be recorded:',
      ...exportLines(proxied.variables(server)),
    ],
    ended: () => proxied.end(),
    unasked: `${wentPast.proxy} or record one service with --upstream URL.`,
  }
}
