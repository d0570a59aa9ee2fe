import { printable } from '../../core/match/explain/printable.ts'
import type { RunningServer } from '../../surfaces/server.ts'
import { isLoopback } from '../../surfaces/server/guard.ts'
import { type Ending, bugCode, endingOf, exitCode } from '../../surfaces/exit-codes.ts'
import type { Io } from '../io.ts'
import type { LiveLine } from './live-line.ts'
import { orUsageErrorLater } from '../redact-options.ts'
import { errorText, reportError } from '../report-error.ts'
import { type ChildEnd, runChild } from './child.ts'
import { type Signals, takeSignals } from './signals.ts'
import { countsText, hasBeenAsked } from './summary.ts'

/** A server that is run until somebody ends it, or the wrapped command does. */
export interface ServerRun {
  /** @throws TypeError where an option is wrong. */
  start(): Promise<RunningServer>
  /** The wrapped command, nothing where the server runs alone. */
  readonly child: readonly string[] | undefined
  /** What the wrapped command's environment gets; what is undefined it loses. */
  variables(server: RunningServer): Readonly<Record<string, string | undefined>>
  /** What is said on stderr once it listens. */
  greeting(server: RunningServer): readonly string[]
  /** What is said on stderr at the end, after the counts. */
  farewell(server: RunningServer): readonly string[]
  /** What is said besides where a wrapped command has asked for nothing: how it is led to us. */
  readonly unasked: string
  /** What the line of `--json` says besides the URL. */
  facts(server: RunningServer): Readonly<Record<string, unknown>>
  /** The line that says how it goes, and what stands in it. */
  readonly live?: { readonly line: LiveLine; text(server: RunningServer): string }
  /** Called at the very end, whatever came of it. */
  ended?(): void
  /** What is known of the ending before it has begun. */
  ending?(server: RunningServer): Ending
  /** The address it listens on. */
  readonly host: string
  readonly isJson: boolean
  readonly isQuiet: boolean
}

/** Runs a server until a signal or the end of the wrapped command, and says how it went. @returns the exit code. */
export async function runServer(run: ServerRun, io: Io): Promise<number> {
  const signals = takeSignals()
  try {
    const server = await orUsageErrorLater(() => run.start())
    const end = await endOf(run, server, signals, io)
    signals.endAtOnce()
    return await close(run, server, end, io)
  } finally {
    run.live?.line.end()
    run.ended?.()
    signals.letGo()
  }
}

/** Waits until somebody ends the run. @returns how the wrapped command did, if that was it */
async function endOf(
  run: ServerRun,
  server: RunningServer,
  signals: Signals,
  io: Io,
): Promise<ChildEnd | undefined> {
  try {
    greet(run, server, io)
    run.live?.line.begin(() => run.live?.text(server) ?? '')
    if (run.child !== undefined) {
      return await runChild(run.child, { ...io.env, ...run.variables(server) }, signals)
    }
    await signals.first
    return undefined
  } catch (error) {
    // It would keep the process for ever. What is to be told went wrong before.
    await closed(server)
    throw error
  }
}

function greet(run: ServerRun, server: RunningServer, io: Io): void {
  const { url, port } = server
  // The wrapped command's output is its own.
  if (run.child === undefined) {
    const line = run.isJson
      ? JSON.stringify({ url, port, ...run.facts(server) })
      : `listening on ${url}`
    io.out.write(`${line}\n`)
  }
  if (run.isQuiet || run.isJson) return
  const { paint } = io.err
  if (!isLoopback(run.host)) {
    io.err.write(`${paint.yellow('Other machines can reach this server.')}\n`)
  }
  for (const line of run.greeting(server)) io.err.write(`${paint.dim(printable(line))}\n`)
}

async function close(
  run: ServerRun,
  server: RunningServer,
  end: ChildEnd | undefined,
  io: Io,
): Promise<number> {
  const failure = await closed(server)
  run.live?.line.end()
  const ending = failure && endingOf(failure.error)
  if (end?.problem !== undefined) io.err.write(`${errorText(new Error(end.problem), io.err)}\n`)
  // Misses are raised after the cassette was saved.
  if (failure === undefined || ending?.hasMisses === true) say(run, server, end, io)
  const told = failure && reportError(failure.error, io, run.isJson)
  if (told === bugCode) return told
  return exitCode({ ...run.ending?.(server), ...ending, ...(end && { child: end }) })
}

async function closed(server: RunningServer): Promise<{ readonly error: unknown } | undefined> {
  try {
    await server.close()
    return undefined
  } catch (error) {
    return { error }
  }
}

function say(run: ServerRun, server: RunningServer, end: ChildEnd | undefined, io: Io): void {
  if (run.isQuiet) return
  const { counts } = server
  if (run.isJson) return io.err.write(`${JSON.stringify({ counts })}\n`)
  io.err.write(`${io.err.paint.bold('wiretape:')} ${countsText(counts)}\n`)
  for (const line of run.farewell(server)) io.err.write(`${printable(line)}\n`)
  if (hasRun(end) && !hasBeenAsked(counts)) io.err.write(`${run.unasked}\n`)
}

/** Whether a command has come to its own end: one that did not begin, or was ended, need not have asked for anything. */
function hasRun(end: ChildEnd | undefined): boolean {
  return end !== undefined && end.problem === undefined && end.signal === null
}
