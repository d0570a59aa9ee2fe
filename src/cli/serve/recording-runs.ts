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
export function forwardRun(env: NodeJS.ProcessEnv): RecordingRun {
  let trust: Trust | undefined
  const trusted = ({ certificate = '' }: RunningServer): Trust =>
    (trust ??= writeTrust(certificate, env))
  return {
    variables: (server) => proxyVariables(server.url, trusted(server)),
    facts: (server) => ({ variables: proxyVariables(server.url, trusted(server)) }),
    lines: (server) => [
      'In the shell of what is to be recorded:',
      ...exportLines(server.url, trusted(server)),
    ],
    ended: () => trust?.remove(),
  }
}
