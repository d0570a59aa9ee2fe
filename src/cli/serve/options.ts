import { type Command, InvalidArgumentError, Option } from 'commander'
import type { MatchName } from '../../core/match/matcher.ts'
import { createMatcher } from '../../core/match/matcher.ts'
import type { Advice } from '../../core/match/explain/remedies.ts'
import type { Config } from '../../engine/config-file.ts'
import { compileRules } from '../../core/redact/rules.ts'
import type { Speed } from '../../core/timeline.ts'
import { collect, list, milliseconds, paceValue, portNumber, speedValue } from '../option-values.ts'
import {
  type RedactFlags,
  addRedactOptions,
  orUsageError,
  redactOptionsOf,
} from '../redact-options.ts'
import { asksForVariable } from './base-urls.ts'

/** What both servers can be told. */
export interface ServeOptions extends RedactFlags {
  readonly port: number
  readonly host: string
  readonly allowHost?: readonly string[]
  readonly speed?: Speed
  readonly maxWait?: number
  readonly pace?: { readonly eventsPerSecond: number }
  readonly repeats?: 'once' | 'last' | 'any'
  readonly matchOn?: readonly string[]
  readonly ignore?: readonly string[]
  readonly passthrough?: readonly string[]
  readonly env?: readonly string[]
  readonly json?: true
  readonly quiet?: true
}

/** Adds what both servers can be told. */
export function addServeOptions(command: Command): void {
  command
    .option('--port <n>', 'the port to listen on, 0 for any that is free', portNumber, 0)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--allow-host <name>', 'another name by which clients may call the server', collect)
    .option(
      '--speed <speed>',
      'recorded, instant, or 2 for twice as fast; by default recorded',
      speedValue,
    )
    .option('--max-wait <duration>', 'no single wait is longer: 500ms', milliseconds)
    .option('--pace <rate>', 'events a second where no times were recorded: 50/s', paceValue)
    .addOption(
      new Option('--repeats <how>', 'how interactions play again').choices(['once', 'last', 'any']),
    )
    .option('--match-on <names>', 'what is compared: method,url,body', list)
    .option('--ignore <path>', 'a part that is not compared: $.messages[*].id, query.t', collect)
    .option('--passthrough <host>', 'a host whose requests are sent, and not remembered', collect)
    .option('--env <name>', 'one more variable for the command: NAME or NAME=/path', variable)
    .option('--json', 'say where it listens as a line of JSON')
    .option('--quiet', 'say nothing but that and errors')
  addRedactOptions(command)
}

function variable(value: string, before: readonly string[] = []): readonly string[] {
  if (asksForVariable(value)) return [...before, value]
  throw new InvalidArgumentError('It is the name of a variable, or NAME=/path.')
}

/** The options of both servers as the servers take them. */
export interface TakenOptions extends Omit<Config, 'mode'>, Advice {
  readonly port: number
  readonly host: string
  readonly allowHosts: readonly string[]
}

/** What the servers take: the project's options, and above them those typed. @throws UsageError for one that cannot work */
export function serverOptions(options: ServeOptions, config: Config): TakenOptions {
  const { port, host, allowHost = [], speed, maxWait, pace, repeats, ignore = [] } = options
  const { mode: _mode, ...given } = config
  const matchOn = matchOnOf(options.matchOn) ?? config.matchOn
  const passthrough = [...(config.passthrough ?? []), ...(options.passthrough ?? [])]
  const redact = config.redact === false ? false : redactOptionsOf(options, config)
  const matching = {
    ignore: [...(config.ignore ?? []), ...ignore],
    ...(matchOn !== undefined && { matchOn }),
  }
  orUsageError(() => createMatcher(matching, compileRules(redact)))
  return {
    ...given,
    port,
    host,
    allowHosts: allowHost,
    redact,
    passthrough,
    optionsAs: 'flags',
    ...matching,
    ...(speed !== undefined && { speed }),
    ...(maxWait !== undefined && { maxWait }),
    ...(pace !== undefined && { pace }),
    ...(repeats !== undefined && { repeats }),
  }
}

function matchOnOf(names: readonly string[] | undefined): Config['matchOn'] {
  if (names?.length === 1 && names[0] === 'go-vcr') return 'go-vcr'
  // Whether they are names is the matcher's to say.
  return names as readonly MatchName[] | undefined
}
