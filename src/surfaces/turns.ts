import type { Body } from '../core/body.ts'
import { requestMethodOf } from '../core/codec/origin.ts'
import { type ResponseHead, isBodyless } from '../core/head.ts'
import type { HeaderMap } from '../core/headers.ts'
import { inNextTurn } from '../engine/clock.ts'
import type { Patience, Playback, PlaybackSink } from '../engine/playback.ts'

/** Who is fed with a response. What returns a boolean says whether more is wanted now. */
export interface Fed {
  /** Called first, in a microtask. */
  begin(): void
  head(head: ResponseHead): boolean
  /** Bytes that are its own: others play the same. */
  chunk(bytes: Buffer): boolean
  end(trailer: HeaderMap): void
  fail(error: unknown): void
}

/** Feeds a response to whoever asked for it, no faster than it is wanted. @returns how more is asked for */
export function feed(playback: Playback, fed: Fed, patience: Patience | undefined): () => void {
  const whole = playback.wholeBody
  return whole === undefined
    ? feedInTurns(playback, fed, patience)
    : feedAtOnce(playback, fed, whole)
}

function feedInTurns(playback: Playback, fed: Fed, patience: Patience | undefined): () => void {
  const turns = new Turns(playback)
  const isBare = hasNoBody(playback)
  const guarded = (call: () => void, isEnd = false): void => {
    try {
      call()
    } catch (error) {
      stumble(playback, fed, error, isEnd)
    }
  }
  queueMicrotask(() => guarded(() => fed.begin()))
  const sink: PlaybackSink = {
    head: (head) => guarded(() => turns.next(fed.head(head))),
    chunk(bytes) {
      guarded(() => turns.next(isBare || fed.chunk(Buffer.from(bytes))))
      return false
    },
    end: (trailer) => guarded(() => fed.end(trailer), true),
    fail: (error) => fed.fail(error),
  }
  playback.start(sink, patience)
  return () => turns.resume()
}

/** What a listener throws ends its own response, as undici does it, and nothing else. */
function stumble(playback: Playback, fed: Fed, error: unknown, isEnd: boolean): void {
  // One that has aborted it has its error already.
  if (playback.abort() || isEnd) queueMicrotask(() => fed.fail(error))
}

/** Whether there is no body by definition. Cassettes made by hand may have one all the same. */
function hasNoBody({ interaction, response }: Playback): boolean {
  return isBodyless(requestMethodOf(interaction), response.code)
}

/** As a small answer comes over a connection: head, body and end in one packet. */
function feedAtOnce(playback: Playback, fed: Fed, whole: Body): () => void {
  const steps = [
    () => fed.head(playback.head),
    () => whole.length === 0 || hasNoBody(playback) || fed.chunk(ownBytes(whole)),
    () => {
      // It is over before its client is told: an abort comes too late then.
      playback.abort()
      fed.end(playback.response.trailer)
      return true
    },
  ]
  let next = 0
  let isHeld = false
  const run = (): void => {
    try {
      if (next === 0) fed.begin()
      while (!isHeld && !playback.isOver && next < steps.length) {
        isHeld = steps[next++]?.() === false
      }
    } catch (error) {
      stumble(playback, fed, error, next === steps.length)
    }
  }
  queueMicrotask(run)
  return () => {
    if (!isHeld) return
    isHeld = false
    // Not inside the call of whoever reads: undici would be surprised.
    queueMicrotask(run)
  }
}

/** Encoded or copied, either way once: a small one costs no memory of its own. */
function ownBytes(body: Body): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
}

/** Plays chunk by chunk: a reader joins what comes in one turn of the event loop, so each chunk gets a turn of its own. */
export class Turns {
  readonly #playback: Playback
  #isHeld = false

  constructor(playback: Playback) {
    this.#playback = playback
  }

  /** Goes on in the next turn, or waits for its reader. */
  next(goesOn: boolean): void {
    this.#playback.pause()
    if (goesOn) inNextTurn(() => this.#playback.resume())
    else this.#isHeld = true
  }

  /** Its reader wants more. Readers say so also where nobody waits for it. */
  resume(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    inNextTurn(() => this.#playback.resume())
  }
}
