import { UnusedInteractionsError, WiretapeError } from '../core/errors.ts'
import type { Interaction } from '../core/model.ts'

/** Interactions that were never played, as the error that `unused: 'fail'` raises. */
export function unusedError(path: string, unused: readonly Interaction[]): UnusedInteractionsError {
  const named = unused
    .slice(0, 10)
    .map(({ id, request }) => `  ${id}  ${request.method} ${request.url}`)
  const more = unused.length > 10 ? [`  and ${unused.length - 10} more`] : []
  const what = unused.length === 1 ? '1 interaction was' : `${unused.length} interactions were`
  const message = [
    `${what} never played (${path}):`,
    ...named,
    ...more,
    "Record the cassette again, or allow it with unused: 'ignore'.",
  ].join('\n')
  return new UnusedInteractionsError(
    unused.map(({ id }) => id),
    message,
  )
}

/** A request was made after the recorder's end. */
export function stoppedError(path: string): WiretapeError {
  return new WiretapeError(
    'RECORDER_STOPPED',
    `The recorder of ${path} was stopped before this request was made.\n` +
      'Await what sends requests before you call stop().',
  )
}

/** Whatever was thrown, as an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
