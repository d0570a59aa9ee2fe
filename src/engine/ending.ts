import type { Interaction } from '../core/model.ts'
import type { Missed } from './misses.ts'
import type { Opened } from './opened.ts'
import { missesError, unusedError } from './recorder-errors.ts'

/**
 * Tells at the end of a run what went wrong in it: SDKs swallow errors.
 *
 * @throws NoMatchError where requests were refused, UnusedInteractionsError with `unused: 'fail'`.
 */
export function raise(
  opened: Opened,
  misses: readonly Missed[],
  unused: readonly Interaction[],
): void {
  const { options, warn } = opened
  const error = missesError(misses)
  if (error !== undefined) throw error
  if (unused.length === 0 || (options.unused ?? 'ignore') === 'ignore') return
  const neverPlayed = unusedError(opened, unused, options.optionsAs)
  if (options.unused === 'fail') throw neverPlayed
  warn(neverPlayed.message)
}
