import { type Mode, resolveMode } from '../../core/modes.ts'
import type { RunConfig } from './worker.ts'

/**
 * What a test does with its cassette: as snapshots are treated.
 *
 * `vitest -u` records again, but no cassette whose test says `replay` or `passthrough`. Without it the mode is found as
 * everywhere, and where nothing says one, a run that may write no snapshot (in CI) records nothing either.
 *
 * @throws TypeError where a name is no mode
 */
export function modeOfRun(
  update: RunConfig['update'],
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Mode {
  if (update === 'all') {
    const pinned = resolveMode(option ?? 'record', {})
    return pinned === 'replay' || pinned === 'passthrough' ? pinned : 'record'
  }
  return resolveMode(option ?? (update === 'none' ? 'replay' : undefined), env)
}
