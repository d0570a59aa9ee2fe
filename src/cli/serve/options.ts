import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { Speed } from '../../core/timeline.ts'
import { checkPacing } from '../../core/check-pacing.ts'
import { durationIn } from '../../core/durations.ts'
import { wholeNumber } from '../option-values.ts'
import { asksForVariable } from './base-urls.ts'

/** What both servers can be told. */
export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly allowHost?: readonly string[]
  readonly speed: Speed
  readonly maxWait?: number
  readonly pace?: { readonly eventsPerSecond: number }
  readonly repeats?: 'once' | 'last' | 'any'
  readonly ignore?: readonly string[]
  readonly env?: readonly string[]
  readonly json?: true
  readonly quiet?: true
}

/** Adds what both servers can be told. */
export function addServeOptions(command: Command): Command {
  return command
    .option('--port <n>', 'the port to listen on, 0 for any that is free', portNumber, 0)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--allow-host <name>', 'another name by which clients may call the server', collect)
    .option('--speed <speed>', 'recorded, instant, or 2 for twice as fast', speed, 'recorded')
    .option('--max-wait <duration>', 'no single wait is longer: 500ms', waitMs)
    .option('--pace <rate>', 'events a second where no times were recorded: 50/s', pace)
    .addOption(
      new Option('--repeats <how>', 'whether interactions play again').choices([
        'once',
        'last',
        'any',
      ]),
    )
    .option(
      '--ignore <path>',
      'a part that is not compared: $.messages[*].id, query.t',
      collect,
      [],
    )
    .option('--env <name>', 'one more variable for the command: NAME or NAME=/path', variable)
    .option('--json', 'say where it listens as a line of JSON')
    .option('--quiet', 'say nothing but that and errors')
}

/** The options of both servers as the servers take them. */
export function serverOptions({
  port,
  host,
  allowHost,
  speed,
  maxWait,
  pace,
  repeats,
  ignore,
}: ServeOptions): {
  readonly port: number
  readonly host: string
  readonly allowHosts: readonly string[]
  readonly speed: Speed
  readonly maxWait?: number
  readonly pace?: { readonly eventsPerSecond: number }
  readonly repeats?: 'once' | 'last' | 'any'
  readonly ignore: readonly string[]
} {
  return {
    port,
    host,
    allowHosts: allowHost ?? [],
    speed,
    ignore: ignore ?? [],
    ...(maxWait !== undefined && { maxWait }),
    ...(pace !== undefined && { pace }),
    ...(repeats !== undefined && { repeats }),
  }
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function variable(value: string, before: readonly string[] = []): readonly string[] {
  if (asksForVariable(value)) return [...before, value]
  throw new InvalidArgumentError('It is the name of a variable, or NAME=/path.')
}

function portNumber(text: string): number {
  const port = wholeNumber(text)
  if (port <= 65_535) return port
  throw new InvalidArgumentError('It is a number from 0 to 65535.')
}

function speed(text: string): Speed {
  const value = text === 'recorded' || text === 'instant' ? text : Number(text.replace(/x$/, ''))
  try {
    checkPacing({ speed: value })
  } catch {
    throw new InvalidArgumentError('It is recorded, instant or a number above 0.')
  }
  return value
}

function waitMs(text: string): number {
  const nanoseconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1e6 : durationIn(text)
  if (nanoseconds !== undefined && nanoseconds >= 0) return nanoseconds / 1e6
  throw new InvalidArgumentError(
    'It is a duration like 500ms or 1.5s, or a number of milliseconds.',
  )
}

function pace(text: string): { readonly eventsPerSecond: number } {
  const eventsPerSecond = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text)?.[1])
  if (eventsPerSecond > 0) return { eventsPerSecond }
  throw new InvalidArgumentError('It is a number of events a second: 50/s.')
}
