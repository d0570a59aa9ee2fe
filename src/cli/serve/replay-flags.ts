import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseFault } from '../../core/fault.ts'
import { fileStore } from '../../engine/store.ts'
import type { ReplayServerOptions } from '../../surfaces/server.ts'
import { UsageError } from '../../surfaces/exit-codes.ts'
import { collect, milliseconds, share, wholeNumber } from '../option-values.ts'

/** What only the replay server can be told. */
export interface ReplayFlags {
  readonly watch?: true
  readonly strict?: true
  readonly onMiss?: NonNullable<ReplayServerOptions['onMiss']>
  readonly cassette?: string
  readonly ttft?: number
  readonly jitter?: number
  readonly seed?: number
  readonly fault?: readonly string[]
  readonly faultRate?: number
  readonly sessionHeader?: string
  readonly cors?: readonly string[]
  readonly https?: true
  readonly cert?: string
  readonly key?: string
  readonly caDir?: string
  readonly grace: number
}

/** Adds what only the replay server can be told. */
export function addReplayFlags(command: Command): void {
  command
    .option('--watch', 'play files anew when they change, come or go')
    .option('--strict', 'do not start where one of the files is no cassette')
    .addOption(
      new Option('--on-miss <what>', 'what becomes of a miss; by default error').choices([
        'error',
        '404',
        'passthrough',
        'record',
      ]),
    )
    .option('-c, --cassette <file>', 'where --on-miss record keeps what it records')
    .option('--ttft <duration>', 'the wait for the headers, whatever was recorded', milliseconds)
    .option('--jitter <share>', 'vary each wait by so much: 20%', share)
    .option('--seed <n>', 'the same seed gives the same jitter and the same faults', wholeNumber)
    .option(
      '--fault <fault>',
      'reset@chunk:3, stall@chunk:5, status:429, truncate, slow:10x',
      fault,
    )
    .option('--fault-rate <share>', 'how many responses it meets: 5%', share)
    .option('--session-header <name>', 'the header with which clients name their session')
    .option('--cors <origin>', 'an origin whose pages may read the answers, or *', collect)
    .option('--https', 'serve HTTPS, with a certificate that is made for this run')
    .option('--cert <file>', 'serve HTTPS with this certificate, in PEM')
    .option('--key <file>', 'its key, in PEM')
    .option('--ca-dir <folder>', 'keep the authority of --https, or of `--`: `wiretape ca`')
    .addOption(
      new Option('--grace <duration>', 'how long streams may go on at the end')
        .argParser(milliseconds)
        .default(10_000, '10s'),
    )
}

function fault(text: string, before: readonly string[] = []): readonly string[] {
  try {
    parseFault(text, '--fault')
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
  return [...before, text]
}

/** The flags as the server takes them. @throws UsageError where they do not fit together */
export function replayFlags(flags: ReplayFlags): ReplayServerOptions {
  const { fault: faults, cert, key, onMiss, cassette } = flags
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError('An HTTPS server needs both, --cert and --key.')
  }
  if (onMiss === 'record' && cassette === undefined) {
    throw new UsageError('--on-miss record needs a file for what it records: -c FILE.')
  }
  if (flags.faultRate !== undefined && faults === undefined) {
    throw new UsageError('--fault-rate says how often, and --fault what: give both.')
  }
  const { watch, strict, ttft, jitter, seed, faultRate, sessionHeader, cors, caDir, grace } = flags
  const given = {
    watch,
    strict,
    onMiss,
    cassette,
    ttft,
    jitter,
    seed,
    faults,
    faultRate,
    sessionHeader,
    cors,
    caDir,
  }
  return Object.fromEntries(
    Object.entries({ ...given, grace, tls: tlsOf(flags) }).filter(
      ([, value]) => value !== undefined,
    ),
  )
}

/** A certificate that is given is the one that is wanted. */
function tlsOf({ https, cert, key }: ReplayFlags): ReplayServerOptions['tls'] {
  if (cert !== undefined && key !== undefined) return { cert: pem(cert), key: pem(key) }
  return https === true ? 'own' : undefined
}

function pem(file: string): Uint8Array {
  const bytes = fileStore.read(file)
  if (bytes === undefined) throw new UsageError(`There is no file ${file}.`)
  return bytes
}
