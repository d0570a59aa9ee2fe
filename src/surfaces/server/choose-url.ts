import type { Interaction } from '../../core/model.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Recorder } from '../../engine/recorder.ts'
import { type Exchange, requestAt } from './exchange.ts'
import type { Target } from './target.ts'

/** Where a request goes, and what becomes of it. */
export interface Decision {
  /** Absolute. */
  readonly url: string
  readonly outcome: Outcome
}

/**
 * Decides on a request that may not have said for which of the recorded hosts it is.
 *
 * Where several have an answer it is a miss that lists them: to take the first would be silently wrong.
 */
export function decideAmong({ urls }: Target, exchange: Exchange, recorder: Recorder): Decision {
  const fitting = urls.length === 1 ? urls : fittingOf(urls, exchange, recorder)
  const url = fitting[0] ?? urls[0]
  const request = requestAt(url, exchange)
  if (fitting.length < 2) return { url, outcome: recorder.handle(request) }
  const origins = fitting.map((one) => new URL(one).origin)
  return { url, outcome: recorder.refuse(request, {}, origins) }
}

/** The URLs that have an answer, one for each answer: where the host is not compared, all have the same. */
function fittingOf(
  urls: readonly string[],
  exchange: Exchange,
  recorder: Recorder,
): readonly string[] {
  const byAnswer = new Map<Interaction, string>()
  for (const url of urls) {
    const found = recorder.player.find(requestAt(url, exchange))
    if (found !== undefined && !byAnswer.has(found)) byAnswer.set(found, url)
  }
  return [...byAnswer.values()]
}
