import { isMainThread } from 'node:worker_threads'
import type { HttpRequest } from '../../engine/http-request.ts'
import { type PassthroughRule, passesThrough } from '../../engine/options.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Recorder } from '../../engine/recorder.ts'
import { type Tapped, askedThrough } from '../../engine/taps.ts'
import { thisProcess } from '../this-process.ts'
import { warn } from './tell.ts'

/**
 * The requests of a process or thread beside the one that records: what would be recorded there is sent, and said so.
 *
 * @param passthrough - What is sent in any case: nothing is said of it.
 */
export function followed(
  recorder: Recorder,
  passthrough: readonly PassthroughRule[],
  onRefused: () => void,
): Tapped {
  let hasToTell = recorder.mode !== 'passthrough'
  const told = (request: HttpRequest, outcome: Outcome): Outcome => {
    if (outcome.kind === 'refuse') onRefused()
    if (!hasToTell || outcome.kind !== 'passthrough') return outcome
    if (passesThrough(passthrough, request)) return outcome
    hasToTell = false
    warn(
      `${name()} is not recorded: only the first process of a program is, without its worker threads (${recorder.path}).\n` +
        'To record them all, run the program with `wiretape record -c FILE -- command`.',
    )
    return outcome
  }
  return askedThrough(
    recorder,
    (request) => told(request, recorder.handle(request)),
    (request) => told(request, recorder.leak(request)),
  )
}

function name(): string {
  return isMainThread ? thisProcess() : `a worker thread of ${thisProcess()}`
}
