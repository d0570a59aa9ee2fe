import type { Config } from '../engine/config-file.ts'
import { Option } from 'commander'
import { type ReplayServerOptions, startReplayServer } from '../surfaces/server.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { checkChild, upstreamPath } from './serve/wrapped.ts'
import { countText } from './page/amounts.ts'
import { errorText } from './report-error.ts'
import { baseUrlVariables, openaiPrefixIn } from './serve/base-urls.ts'
import { byteSize } from './option-values.ts'
import { type Loaded, loadCassettes } from './serve/load-cassettes.ts'
import { configOf } from './redact-options.ts'
import { type ServeOptions, addServeOptions, serverOptions } from './serve/options.ts'
import { type ServerRun, runServer } from './serve/run.ts'

interface ReplayOptions extends ServeOptions {
  readonly upstream?: string
  readonly unused?: 'ignore' | 'warn' | 'fail'
  readonly maxRequestBody?: number
}

/** `wiretape replay`: a server that answers with what was recorded, alone or around a command. */
export const replay: CliCommand = {
  define(command) {
    command
      .argument('<paths...>', 'cassettes, and folders of them')
      .option('--upstream <url>', 'the recorded host that is meant, where there are several')
      .addOption(
        new Option('--unused <what>', 'what to do where interactions were never played').choices([
          'ignore',
          'warn',
          'fail',
        ]),
      )
      .option('--max-request-body <size>', 'the largest body that is matched: 64MiB', byteSize)
    addServeOptions(command)
  },
  async run({ command, child, io }: Invocation) {
    const options = command.opts<ReplayOptions>()
    checkChild(child, 'replay')
    const taken = replayOptions(options, await configOf(options), command.args.join(' '))
    const loaded = loadCassettes(command.args)
    for (const error of loaded.broken) io.err.write(`${errorText(error, io.err)}\n`)
    return runServer(runOf(options, taken, loaded, child), io)
  },
}

function replayOptions(options: ReplayOptions, config: Config, name: string): ReplayServerOptions {
  const { upstream, unused, maxRequestBody: maxBodyBytes } = options
  return {
    ...serverOptions(options, config),
    name,
    ...(upstream !== undefined && { upstream }),
    ...(unused !== undefined && { unused }),
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
  }
}

function runOf(
  { upstream, env: asked = [], host, speed, json, quiet }: ReplayOptions,
  taken: ReplayServerOptions,
  { cassettes, files, broken }: Loaded,
  child: readonly string[] | undefined,
): ServerRun {
  const interactions = cassettes.flatMap((cassette) => cassette.interactions)
  const openaiPrefix = openaiPrefixIn(interactions, upstreamPath(upstream))
  const count = countText(interactions.length, 'interaction')
  const hint = child === undefined ? ' Ctrl-C ends it.' : ''
  return {
    start: () => startReplayServer(cassettes, taken),
    child,
    variables: (url) => baseUrlVariables({ url, openaiPrefix, asked }),
    greeting: [
      `Playing ${count} of ${countText(files.length, 'cassette')}, speed ${speed}.${hint}`,
    ],
    farewell: ({ counts }) =>
      counts.unused === 0 ? [] : [`never played: ${counts.unused} of ${interactions.length}`],
    facts: { cassettes: files, interactions: interactions.length },
    ending: { isCassetteBroken: broken.length > 0 },
    host,
    isJson: json === true,
    isQuiet: quiet === true,
  }
}
