import { CassetteNotFoundError, WiretapeError } from '../../core/errors.ts'
import { formatMiss } from '../../core/match/explain/format-miss.ts'
import { NoMatchError } from '../../core/match/explain/no-match-error.ts'
import type { Missed } from '../../engine/misses.ts'
import { missesError } from '../../engine/recorder-errors.ts'

/** What fails a test, unless the test has thrown it itself. */
export interface Failure {
  readonly error: Error
  /** What the message of the error is that the test's clients got. */
  readonly thrownAs: string
}

/** What fails a test whose requests were refused: the first explained in vitest's colours, the others named. */
export function missFailure(misses: readonly Missed[]): Failure | undefined {
  const raised = missesError(misses)
  const first = misses[0]?.error
  if (raised === undefined || first === undefined) return undefined
  const error = copyOf(first)
  error.message = raised.message
  if (hasColours(process.env) && first instanceof NoMatchError) {
    const painted = formatMiss(first.miss, { colour: true })
    error.message = raised.message.replace(first.message, () => painted)
  }
  // Where the request was made: vitest shows the line.
  if (first.stack !== undefined) error.stack = first.stack
  return { error, thrownAs: first.message }
}

function copyOf(error: WiretapeError): WiretapeError {
  if (error instanceof NoMatchError) return new NoMatchError(error.miss)
  if (error instanceof CassetteNotFoundError) {
    return new CassetteNotFoundError(error.file, error.message)
  }
  return new WiretapeError(error.code, error.message)
}

/** What fails a file that made requests outside of its tests: nothing where vitest shows their errors already. */
export function outsideFailure(
  refused: readonly WiretapeError[],
  shown: readonly unknown[],
): Error | undefined {
  const [first, ...others] = refused.filter((error) => !isAmong(error, shown))
  if (first === undefined) return undefined
  const also = others.map(({ message }) => message.split('\n', 1)[0] ?? '')
  const failure = new WiretapeError(first.code, [first.message, ...also].join('\n'))
  // Where the request was made: vitest shows the line.
  if (first.stack !== undefined) failure.stack = first.stack
  return failure
}

/**
 * Has the errors of a test that vitest shows explain a failure once, in full, where one of them was caused by it: clients
 * put what we threw into the `cause` of their own errors, and some repeat its message there.
 *
 * @param shown - As vitest keeps them: plain objects, which are changed.
 * @returns whether one of them explains it
 */
export function explainOnce({ error, thrownAs }: Failure, shown: readonly unknown[]): boolean {
  const links = shown.flatMap((one) => chainOf(one)).filter(({ message }) => message === thrownAs)
  const [first, ...repeated] = links
  if (first === undefined) return false
  first.message = error.message
  for (const link of repeated) link.message = '(the same, see above)'
  return true
}

function isAmong({ message }: Error, shown: readonly unknown[]): boolean {
  return shown.some((one) => chainOf(one).some((link) => link.message === message))
}

interface Link {
  message: unknown
  readonly cause?: unknown
}

/** An error, what caused it, and so on. */
function chainOf(error: unknown, depth = 0): readonly Link[] {
  if (!isLink(error) || depth > 8) return []
  return [error, ...chainOf(error.cause, depth + 1)]
}

function isLink(value: unknown): value is Link {
  return typeof value === 'object' && value !== null && 'message' in value
}

/** Whether vitest writes in colours: its own rule, that of tinyrainbow in the process of a test. */
function hasColours(env: Readonly<Record<string, string | undefined>>): boolean {
  if ('NO_COLOR' in env || process.argv.includes('--no-color')) return false
  return 'FORCE_COLOR' in env || 'CI' in env || env['TERM'] !== 'dumb'
}
