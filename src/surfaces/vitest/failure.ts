import { CassetteNotFoundError, WiretapeError } from '../../core/errors.ts'
import { formatMiss } from '../../core/match/format-miss.ts'
import { NoMatchError } from '../../core/match/no-match-error.ts'
import type { Missed } from '../../engine/misses.ts'
import { missesError } from '../../engine/recorder-errors.ts'

/**
 * What fails a test whose requests were refused: the first explanation, and the names of the others., in vitest's colours.
 */
export function missFailure(misses: readonly Missed[]): Error | undefined {
  const raised = missesError(misses)
  const first = misses[0]?.error
  if (raised === undefined || first === undefined) return undefined
  const failure = copyOf(first)
  failure.message = raised.message
  if (hasColours(process.env) && first instanceof NoMatchError) {
    const painted = formatMiss(first.miss, { colour: true })
    failure.message = raised.message.replace(first.message, () => painted)
  }
  // Where the request was made: vitest shows the line.
  if (first.stack !== undefined) failure.stack = first.stack
  return failure
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

/** Whether vitest shows an error already: the test threw it, or threw something that it caused. */
export function isAmong(error: Error, shown: readonly unknown[]): boolean {
  return shown.some((one) => isCausedBy(one, error.message, 0))
}

function isCausedBy(shown: unknown, message: string, depth: number): boolean {
  if (typeof shown !== 'object' || shown === null || depth > 8) return false
  if (Reflect.get(shown, 'message') === message) return true
  return isCausedBy(Reflect.get(shown, 'cause'), message, depth + 1)
}

/** Whether vitest writes in colours: its own rule, that of tinyrainbow in the process of a test. */
function hasColours(env: Readonly<Record<string, string | undefined>>): boolean {
  if ('NO_COLOR' in env || process.argv.includes('--no-color')) return false
  return 'FORCE_COLOR' in env || 'CI' in env || env['TERM'] !== 'dumb'
}
