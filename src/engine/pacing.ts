import type { Pacing } from '../core/timeline.ts'
import type { Opened } from './opened.ts'

/** The pacing of one response: each varies in its own manner, the same in each run with the same seed. */
export function pacingOf({ options, seed }: Opened, played: number): Pacing {
  return options.jitter === undefined ? options : { ...options, seed: seed + played }
}
