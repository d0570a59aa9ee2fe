import { isMainThread } from 'node:worker_threads'
import type { HttpRequest } from '../../engine/http-request.ts'
import { type PassthroughRule, passesThrough } from '../../engine/options.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Recorder } from '../../engine/recorder.ts'
import type { Tapped } from '../../engine/taps.ts'
import { thisProcess } from '../this-process.ts'
import { warn } from './tell.ts'

/** The requests of a process or thread beside the one that records: what would be recorded there is sent, and said so. */
export class Follower implements Tapped {
  readonly #recorder: Recorder
  readonly #passthrough: readonly PassthroughRule[]
  readonly #onRefused: () => void
  #hasToTell: boolean

  constructor(recorder: Recorder, passthrough: readonly PassthroughRule[], onRefused: () => void) {
    this.#recorder = recorder
    this.#onRefused = onRefused
    this.#passthrough = passthrough
    this.#hasToTell = recorder.mode !== 'passthrough'
  }

  get path(): string {
    return this.#recorder.path
  }

  get maxBodyBytes(): number {
    return this.#recorder.maxBodyBytes
  }

  readsBodyOf(url: string): boolean {
    return this.#recorder.readsBodyOf(url)
  }

  answersAll(url: string): boolean {
    return this.#recorder.answersAll(url)
  }

  knowsHttp2(fits: (url: string) => boolean): boolean {
    return this.#recorder.knowsHttp2(fits)
  }

  countMocked(): void {
    this.#recorder.countMocked()
  }

  handle(request: HttpRequest): Outcome {
    return this.#told(request, this.#recorder.handle(request))
  }

  leak(request: HttpRequest): Outcome {
    return this.#told(request, this.#recorder.leak(request))
  }

  #told(request: HttpRequest, outcome: Outcome): Outcome {
    if (outcome.kind === 'refuse') this.#onRefused()
    if (!this.#hasToTell || outcome.kind !== 'passthrough') return outcome
    if (passesThrough(this.#passthrough, request)) return outcome
    this.#hasToTell = false
    warn(
      `${name()} is not recorded: only the first process of a program is, without its worker threads (${this.path}).\n` +
        'To record them all, run the program with `wiretape record -c FILE -- command`.',
    )
    return outcome
  }
}

function name(): string {
  return isMainThread ? thisProcess() : `a worker thread of ${thisProcess()}`
}
