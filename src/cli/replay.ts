import { Option } from 'commander'
import { startReplayServer } from '../surfaces/server.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { checkChild, upstreamPath } from './serve/wrapped.ts'
import { countText } from './page/amounts.ts'
import { errorText } from './report-error.ts'
import { baseUrlVariables, openaiPrefixIn } from './serve/base-urls.ts'
import { byteSize } from './option-values.ts'
import { loadCassettes } from './serve/load-cassettes.ts'
import { configOf } from './redact-options.ts'
import { type ServeOptions, addServeOptions, serverOptions } from './serve/options.ts'
import { runServer } from './serve/run.ts'

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
    const { upstream, unused, maxRequestBody: maxBodyBytes, env, json, quiet, speed } = options
    checkChild(child, 'replay')
    const path = upstreamPath(upstream)
    const taken = serverOptions(options, await configOf(options))
    const { cassettes, files, broken } = loadCassettes(command.args)
    for (const error of broken) io.err.write(`${errorText(error, io.err)}\n`)
    const interactions = cassettes.flatMap((cassette) => cassette.interactions)
    return runServer(
      {
        start: () =>
          startReplayServer(cassettes, {
            ...taken,
            name: command.args.join(' '),
            ...(upstream !== undefined && { upstream }),
            ...(unused !== undefined && { unused }),
            ...(maxBodyBytes !== undefined && { maxBodyBytes }),
          }),
        child,
        variables: (url) =>
          baseUrlVariables({
            url,
            openaiPrefix: openaiPrefixIn(interactions, path),
            asked: env ?? [],
          }),
        greeting: [
          `Playing ${countText(interactions.length, 'interaction')} of ${countText(files.length, 'cassette')}, speed ${speed}.` +
            (child === undefined ? ' Ctrl-C ends it.' : ''),
        ],
        farewell: ({ counts }) =>
          counts.unused === 0 ? [] : [`never played: ${counts.unused} of ${interactions.length}`],
        facts: { cassettes: files, interactions: interactions.length },
        ending: { isCassetteBroken: broken.length > 0 },
        isJson: json === true,
        isQuiet: quiet === true,
      },
      io,
    )
  },
}
