import type { Interaction } from '../../core/model.ts'
import type { Recorder } from '../../engine/recorder.ts'
import type { Turn } from '../../engine/sessions.ts'
import { type Decision, type Exchange, requestAt } from './exchange.ts'
import type { Target } from './target.ts'
import type { Wishes } from './wishes.ts'

/** How a request that may not have said for which of the recorded hosts it is is decided on. */
export interface Choosing {
  readonly recorder: Recorder
  /** Whether what is not answered goes to its host: then it has to be clear which one that is. */
  readonly sendsMisses: boolean
}

/**
 * Decides on a request that may not have said for which of the recorded hosts it is.
 *
 * Where several have an answer it is a miss that lists them: to take the first would be silently wrong.
 */
export function decideAmong(
  target: Target,
  exchange: Exchange,
  { turn, fault }: Wishes,
  { recorder, sendsMisses }: Choosing,
): Decision {
  const isClear = target.urls.length === 1 && (target.isKnown || !sendsMisses)
  const fitting = isClear ? target.urls : fittingOf(target.urls, exchange, recorder, turn)
  const url = fitting[0] ?? target.urls[0]
  const request = requestAt(url, exchange)
  const isAnswered = fitting.length === 1 || (fitting.length === 0 && !sendsMisses)
  if (isAnswered) return { url, outcome: recorder.handle(request, turn), fault }
  const meant = fitting.length === 0 ? target.urls : fitting
  const origins = meant.map((one) => new URL(one).origin)
  return { url, outcome: recorder.refuse(request, turn, origins.length > 1 ? origins : []) }
}

/** The URLs that have an answer, one for each answer: where the host is not compared, all have the same. */
function fittingOf(
  urls: readonly string[],
  exchange: Exchange,
  recorder: Recorder,
  turn: Turn,
): readonly string[] {
  const byAnswer = new Map<Interaction, string>()
  for (const url of urls) {
    const found = recorder.player.find(requestAt(url, exchange), turn)
    if (found !== undefined && !byAnswer.has(found)) byAnswer.set(found, url)
  }
  return [...byAnswer.values()]
}
