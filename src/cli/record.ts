import { InvalidArgumentError, Option } from 'commander'
import { type Mode, modes, parseMode } from '../core/modes.ts'
import { loadCassette } from '../surfaces/fixtures.ts'
import { type RunningServer, startRecordingProxy } from '../surfaces/server.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { UsageError } from './exit-codes.ts'
import type { Io } from './io.ts'
import { bytesText, countText } from './page/amounts.ts'
import { baseUrlVariables, openaiPrefixUnder } from './serve/base-urls.ts'
import { byteSize } from './option-values.ts'
import { configOf } from './redact-options.ts'
import { type ServeOptions, addServeOptions, serverOptions } from './serve/options.ts'
import { runServer } from './serve/run.ts'
import { checkChild, upstreamPath } from './serve/wrapped.ts'
import { fileStore } from '../engine/store.ts'

interface RecordOptions extends ServeOptions {
  readonly cassette: string
  readonly upstream?: string
  readonly mode?: Mode
  readonly maxBody?: number
  readonly onSecret?: 'redact' | 'refuse'
}

/** `wiretape record`: a reverse proxy that records, alone or around a command. */
export const record: CliCommand = {
  define(command) {
    command.requiredOption('-c, --cassette <file>', 'where the recording goes')
    command.option('--upstream <url>', 'the service that requests go to')
    command.option('--mode <mode>', `${modes.join(', ')}; by default record`, modeName)
    command.addOption(
      new Option('--on-secret <what>', 'refuse: end the recording where it meets one').choices([
        'redact',
        'refuse',
      ]),
    )
    command.option('--max-body <size>', 'the largest body that is kept: 64MiB', byteSize)
    addServeOptions(command)
  },
  async run({ command, child, io }: Invocation) {
    const options = command.opts<RecordOptions>()
    const { cassette, upstream, maxBody: maxBodyBytes, onSecret, env, json, quiet } = options
    checkChild(child, 'record')
    const path = upstreamPath(upstream)
    if (upstream === undefined) throw noUpstream(cassette)
    const mode = options.mode ?? modeOf(io.env)
    const taken = serverOptions(options, await configOf(options))
    return runServer(
      {
        start: () =>
          startRecordingProxy({
            ...taken,
            ...(maxBodyBytes !== undefined && { maxBodyBytes }),
            ...(onSecret !== undefined && { onSecret }),
            cassette,
            upstream,
            mode,
            // The mode is decided here; what else the environment holds are secrets to be kept out.
            env: { ...io.env, WIRETAPE_MODE: mode },
            onWarning: (message) => io.err.write(`wiretape: ${message}\n`),
          }),
        child,
        variables: (url) =>
          baseUrlVariables({ url, openaiPrefix: openaiPrefixUnder(path), asked: env ?? [] }),
        greeting: [
          `Requests go to ${upstream}; ${cassette} is in mode ${mode}.` +
            (child === undefined ? ' Ctrl-C saves and ends it.' : ''),
        ],
        farewell: (server) => farewell(server, cassette),
        facts: { cassette, upstream, mode },
        isJson: json === true,
        isQuiet: quiet === true,
      },
      io,
    )
  },
}

function farewell({ counts }: RunningServer, cassette: string): readonly string[] {
  if (counts.recorded === 0) return [`Nothing was recorded${leftAs(cassette)}.`]
  const { interactions } = loadCassette(cassette)
  const size = bytesText(fileStore.read(cassette)?.length ?? 0)
  return [
    `${cassette} holds ${countText(interactions.length, 'interaction')}, ${size}.`,
    `Look at it with \`wiretape show ${cassette}\`, play it with \`wiretape replay ${cassette}\`.`,
  ]
}

function leftAs(cassette: string): string {
  return fileStore.stamp(cassette) === undefined
    ? `: there is no ${cassette}`
    : `: ${cassette} is as it was`
}

function modeName(text: string): Mode {
  try {
    return parseMode(text, '--mode')
  } catch {
    throw new InvalidArgumentError(`The modes are ${modes.join(', ')}.`)
  }
}

/** `WIRETAPE_MODE`, else `record`: whoever types this command wants a recording, in CI too. */
function modeOf(env: Io['env']): Mode {
  const variable = env['WIRETAPE_MODE']
  if (variable === undefined || variable === '') return 'record'
  try {
    return parseMode(variable, 'WIRETAPE_MODE')
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function noUpstream(cassette: string): UsageError {
  return new UsageError(
    'It is not said where requests go.\n' +
      `Give the service's URL: \`wiretape record -c ${cassette} --upstream https://api.example.com\`.`,
  )
}
