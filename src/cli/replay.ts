import { Option } from 'commander'
import type { Config } from '../engine/config-file.ts'
import type { Speed } from '../core/timeline.ts'
import { loadCassette } from '../surfaces/fixtures.ts'
import {
  type AnswerReport,
  type ReplayServerOptions,
  type RunningServer,
  startReplayServer,
} from '../surfaces/server.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { shellWord } from '../core/shell-word.ts'
import { isLoopback } from '../surfaces/server/guard.ts'
import { byteSize } from './option-values.ts'
import { countText } from './page/amounts.ts'
import { configOf } from './redact-options.ts'
import { type LogFormat, answerLog } from './serve/answer-log.ts'
import { baseUrlVariables, openaiPrefixIn } from './serve/base-urls.ts'
import { type ServeOptions, addServeOptions, serverOptions } from './serve/options.ts'
import { LiveLine, isLive } from './serve/live-line.ts'
import { Proxied } from './serve/proxied.ts'
import { type ReplayFlags, addReplayFlags, replayFlags } from './serve/replay-flags.ts'
import { type ServerRun, runServer } from './serve/run.ts'
import { progressText } from './serve/summary.ts'
import { Trusting } from './serve/trusting.ts'
import { wentPast } from './serve/went-past.ts'
import { checkChild, upstreamPath } from './serve/wrapped.ts'

interface ReplayOptions extends ServeOptions, ReplayFlags {
  readonly upstream?: string
  readonly unused?: 'ignore' | 'warn' | 'fail'
  readonly maxRequestBody?: number
  readonly log?: LogFormat
}

/** The same, with what holds where it was not typed. */
interface ToldOptions extends ReplayOptions {
  readonly speed: Speed
}

/** `wiretape replay`: a server that answers with what was recorded, alone or around a command. */
export const replay: CliCommand = {
  define(command) {
    command
      .argument('<paths...>', 'cassettes, folders of them, and patterns')
      .option('--upstream <url>', 'the recorded host that is meant, where there are several')
      .addOption(
        new Option('--unused <what>', 'what to do where interactions were never played').choices([
          'ignore',
          'warn',
          'fail',
        ]),
      )
      .addOption(
        new Option('--log <format>', 'a line for each answer on stderr').choices([
          'pretty',
          'json',
          'off',
        ]),
      )
      .option('--max-request-body <size>', 'the largest body that is matched: 64MiB', byteSize)
    addReplayFlags(command)
    addServeOptions(command)
  },
  async run({ command, child, io }: Invocation) {
    const options = command.opts<ReplayOptions>()
    checkChild(child, 'replay')
    const config = await configOf(options)
    const speaksTls = options.https === true || options.cert !== undefined
    const isProxy = child !== undefined && !speaksTls && isLoopback(options.host)
    const log = options.log ?? usualLog(options, child)
    const line = new LiveLine(io.err, isLive(options, child, io))
    const toLog = answerLog(log, line.output)
    let bytes = 0
    const taken = {
      ...(isProxy && { forwardProxy: true }),
      ...replayOptions(options, config, command.args),
      onAnswer: (report: AnswerReport) => {
        bytes += report.bytes
        toLog(report)
      },
      onWarning: (message: string) => line.output.write(`wiretape: ${message}\n`),
    }
    const start = (): Promise<RunningServer> => startReplayServer(command.args, taken)
    const clients = isProxy ? new Proxied(io.env, true) : new Trusting(io.env, options.caDir)
    const live = { line, text: (server: RunningServer) => progressText(server, bytes) }
    const told = { ...options, speed: taken.speed ?? 'recorded' }
    return runServer({ ...runOf(told, start, child, clients), live }, io)
  },
}

/** Lines of ours stand among those of a wrapped command only where they are asked for. */
function usualLog({ quiet, json }: ReplayOptions, child: readonly string[] | undefined): LogFormat {
  return quiet || json || child !== undefined ? 'off' : 'pretty'
}

function replayOptions(
  options: ReplayOptions,
  config: Config,
  paths: readonly string[],
): ReplayServerOptions {
  const { upstream, unused, maxRequestBody: maxBodyBytes } = options
  return {
    ...serverOptions(options, config),
    recordWith: `\`wiretape record -c ${fileAmong(paths)}\``,
    addWith: `--on-miss record -c ${fileAmong(paths)}`,
    ...replayFlags(options),
    name: paths.join(' '),
    ...(upstream !== undefined && { upstream }),
    ...(unused !== undefined && { unused }),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
  }
}

// A folder or a pattern is no file to record to.
function fileAmong(paths: readonly string[]): string {
  const [only = ''] = paths
  return paths.length === 1 && /\.ya?ml$/i.test(only) && !/[*?{[]/.test(only)
    ? shellWord(only)
    : 'FILE'
}

function runOf(
  { upstream, env: asked = [], host, speed, json, quiet }: ToldOptions,
  start: ServerRun['start'],
  child: readonly string[] | undefined,
  clients: Proxied | Trusting,
): ServerRun {
  const hint = child === undefined ? ' Ctrl-C ends it.' : ''
  return {
    start,
    child,
    variables: (server) => ({
      ...clients.variables(server),
      ...baseUrlsOf(server, upstream, asked),
    }),
    greeting: (server) => [
      `Playing ${countText(total(server), 'interaction')} of ` +
        `${countText(server.cassettes.length, 'cassette')}, speed ${speed}.${hint}`,
      ...(child === undefined && clients instanceof Trusting ? clients.lines(server) : []),
    ],
    farewell: (server) => {
      const { unused } = server.counts
      return unused === 0 ? [] : [`never played: ${unused} of ${total(server)}`]
    },
    unasked:
      clients instanceof Proxied
        ? `${wentPast.proxy} or take WIRETAPE_URL as its base URL.`
        : wentPast.baseUrl,
    facts: (server) => ({
      cassettes: server.cassettes.map(({ file }) => file),
      interactions: total(server),
      ...(clients instanceof Trusting && clients.facts(server)),
    }),
    ended: () => clients.end(),
    ending: ({ broken }) => ({ isCassetteBroken: broken.length > 0 }),
    host,
    isJson: json === true,
    isQuiet: quiet === true,
  }
}

function baseUrlsOf(
  { url, cassettes }: RunningServer,
  upstream: string | undefined,
  asked: readonly string[],
): Record<string, string> {
  const interactions = cassettes.flatMap(({ file }) => loadCassette(file).interactions)
  const openaiPrefix = openaiPrefixIn(interactions, upstreamPath(upstream))
  return baseUrlVariables({ url, openaiPrefix, asked })
}

function total({ cassettes }: RunningServer): number {
  return cassettes.reduce((sum, { interactions }) => sum + interactions, 0)
}
