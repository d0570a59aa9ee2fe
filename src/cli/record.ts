import type { Config } from '../engine/config-file.ts'
import { InvalidArgumentError, Option } from 'commander'
import { type Mode, modes, parseMode } from '../core/modes.ts'
import { type RecordingProxyOptions, startRecordingProxy } from '../surfaces/server.ts'
import type { CliCommand, Invocation } from './commands.ts'
import { UsageError } from '../surfaces/exit-codes.ts'
import type { Io } from './io.ts'
import { forwardRun, reverseRun } from './serve/recording-runs.ts'
import { byteSize, collect } from './option-values.ts'
import { configOf } from './redact-options.ts'
import { type ServeOptions, addServeOptions, serverOptions } from './serve/options.ts'
import { LiveLine, isLive } from './serve/live-line.ts'
import { recordingSummary } from './serve/recording-summary.ts'
import { runServer } from './serve/run.ts'
import { progressText } from './serve/summary.ts'
import { Tally } from './serve/tally.ts'
import { checkChild, upstreamPath } from './serve/wrapped.ts'
import { notFound } from '../engine/recorder-errors.ts'
import { fileStore } from '../engine/store.ts'

interface RecordOptions extends ServeOptions {
  readonly cassette: string
  readonly upstream?: string
  readonly ignoreHost?: readonly string[]
  readonly insecure?: true
  readonly resolve?: readonly string[]
  readonly caDir?: string
  readonly proxyAuth?: string
  readonly mode?: Mode
  readonly maxBody?: number
  readonly onSecret?: 'redact' | 'refuse'
}

/** `wiretape record`: a proxy that records, alone or around a command. */
export const record: CliCommand = {
  define(command) {
    command.requiredOption('-c, --cassette <file>', 'where the recording goes')
    command.option('--upstream <url>', 'the service that requests go to; without it, any host')
    command.option('--ignore-host <host>', 'a host that is not looked at: *.example.com', collect)
    command.option('--insecure', 'believe any certificate of a service')
    command.option('--resolve <where>', 'where a host is: HOST:PORT:ADDRESS', collect)
    command.option('--ca-dir <folder>', 'keep the authority that signs for hosts: `wiretape ca`')
    command.option('--proxy-auth <user:password>', 'what clients of the proxy have to show')
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
    const { cassette } = options
    checkChild(child, 'record')
    const path = upstreamPath(options.upstream)
    const taken = recordOptions(options, await configOf(options), io)
    const { mode } = taken
    if (mode === 'replay' && fileStore.stamp(cassette) === undefined) throw notFound(cassette)
    const tally = new Tally()
    const line = new LiveLine(io.err, isLive(options, child, io))
    const ways =
      taken.upstream === undefined ? forwardRun(io.env, taken) : reverseRun(path, options)
    if (taken.insecure) io.err.write(`${io.err.paint.yellow(unverified)}\n`)
    const hint = child === undefined ? ' Ctrl-C saves and ends it.' : ''
    const upstream = taken.upstream ?? 'whatever host they name'
    return runServer(
      {
        ...ways,
        variables: (server) => ({ ...ways.variables(server), ...spokenToUs }),
        start: () =>
          startRecordingProxy({
            ...taken,
            onAnswer: (report) => tally.take(report),
            onWarning: (message) => line.output.write(`wiretape: ${message}\n`),
          }),
        live: { line, text: (server) => progressText(server, tally.bytes, tally.hosts) },
        child,
        greeting: (server) => [
          `Requests go to ${upstream}; ${cassette} is in mode ${mode}.${hint}`,
          ...(child === undefined ? ways.lines(server) : []),
        ],
        farewell: (server) => recordingSummary(server, cassette, tally, io.err.paint),
        facts: (server) => ({ cassette, upstream: taken.upstream, mode, ...ways.facts(server) }),
        host: options.host,
        isJson: options.json === true,
        isQuiet: options.quiet === true,
      },
      io,
    )
  },
}

/** To the tests of the wrapped command it would say to record all their own cassettes anew. */
const spokenToUs = { WIRETAPE_MODE: undefined }

const unverified =
  'wiretape: --insecure: the certificates of services are not verified. Anybody may stand in for them.'

function recordOptions(
  options: RecordOptions,
  config: Config,
  { env }: Io,
): RecordingProxyOptions & { readonly mode: Mode } {
  const { cassette, upstream, maxBody: maxBodyBytes, onSecret, ignoreHost } = options
  const { insecure, resolve, caDir, proxyAuth } = options
  if (upstream === undefined && options.env !== undefined) {
    throw new UsageError('--env is for the URL of a service: give it as --upstream.')
  }
  const mode = options.mode ?? modeOf(env)
  return {
    ...serverOptions(options, config),
    recordWith: '--mode record',
    addWith: '--mode new-episodes',
    cassette,
    mode,
    // The mode is decided here; what else the environment holds are secrets to be kept out.
    env: { ...env, WIRETAPE_MODE: mode },
    ...(maxBodyBytes !== undefined && { maxBodyBytes }),
    ...(upstream !== undefined && { upstream }),
    ...(onSecret !== undefined && { onSecret }),
    ...(ignoreHost !== undefined && { ignoreHosts: ignoreHost }),
    ...(insecure !== undefined && { insecure }),
    ...(resolve !== undefined && { resolve }),
    ...(caDir !== undefined && { caDir }),
    ...(proxyAuth !== undefined && { proxyAuth }),
  }
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
