import { TapError } from '../core/errors.ts'
import type { HttpRequest } from './http-request.ts'
import type { Outcome } from './outcome.ts'

/** A recorder as the taps know it: it may be that of another copy of wiretape in the process. */
export interface Tapped {
  readonly path: string
  readonly maxBodyBytes: number
  readsBodyOf(url: string): boolean
  /** Whether nothing goes out to the host of a URL, whatever is asked of it: a client may take it for connected. */
  answersAll(url: string): boolean
  /** Whether an answer of a URL that fits came over HTTP/2. */
  knowsHttp2(fits: (url: string) => boolean): boolean
  handle(request: HttpRequest): Outcome
  countMocked(): void
  /** What becomes of a request that went past the taps: it passes, or is refused. */
  leak(request: HttpRequest): Outcome
}

/** The same recorder, that is asked in another way. */
export function askedThrough(
  recorder: Tapped,
  handle: Tapped['handle'],
  leak: Tapped['leak'] = (request) => recorder.leak(request),
): Tapped {
  return {
    path: recorder.path,
    maxBodyBytes: recorder.maxBodyBytes,
    readsBodyOf: (url) => recorder.readsBodyOf(url),
    answersAll: (url) => recorder.answersAll(url),
    knowsHttp2: (fits) => recorder.knowsHttp2(fits),
    handle,
    countMocked: () => recorder.countMocked(),
    leak,
  }
}

/** What brings a process's own requests to recorders. */
export interface Taps {
  /**
   * @param tests - Whether it is tested now that requests of fetch are seen, or when fetch is first used: to load it
   *   takes most of the time that this takes.
   * @throws TapError
   */
  install(recorder: Tapped, tests?: 'now' | 'at use'): void
  uninstall(recorder: Tapped): void
}

const none: Taps = {
  install() {
    throw new TapError("Nothing watches this process. Import Recorder from 'wiretape'.")
  },
  uninstall() {},
}

let provided = none

/** Hands the engine the taps: they stand on the surfaces, which the engine does not know. */
export function provideTaps(taps: Taps): void {
  provided = taps
}

/** The taps that were provided. */
export function tapsOfProcess(): Taps {
  return provided
}
