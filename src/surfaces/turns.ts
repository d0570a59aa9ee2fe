import type { Body } from '../core/body.ts'
import { requestMethodOf } from '../core/codec/origin.ts'
import { type ResponseHead, isBodyless } from '../core/head.ts'
import type { HeaderMap } from '../core/headers.ts'
import { inNextTurn } from '../engine/clock.ts'
import { soon } from '../engine/owed-turn.ts'
import type { Patience, Playback, PlaybackSink } from '../engine/playback.ts'
import { inMicrotask } from '../engine/real-timers.ts'

/** Who is fed with a response. What returns a boolean says whether more is wanted now. */
export interface Fed {
  /** Called first, in a microtask. */
  begin(feeding: Feeding): void
  head(head: ResponseHead): boolean
  /** Bytes that are its own: others play the same. */
  chunk(bytes: Buffer): boolean
  end(trailer: HeaderMap): void
  fail(error: unknown): void
}

/** Where whoever is fed asks for more. */
export interface Feeding {
  /** May be called where nobody waits for it. */
  resume(): void
}

/** Feeds a response to whoever asked for it, no faster than it is wanted. */
export function feed(playback: Playback, fed: Fed, patience: Patience | undefined): Feeding {
  const whole = playback.wholeBody
  if (whole === undefined) return feedInTurns(playback, fed, patience)
  const packet = new Packet(playback, fed, whole)
  packet.start()
  return packet
}

function feedInTurns(playback: Playback, fed: Fed, patience: Patience | undefined): Feeding {
  const turns = new Turns(playback)
  const isBare = hasNoBody(playback)
  const guarded = (call: () => void, isEnd = false): void => {
    try {
      call()
    } catch (error) {
      stumble(playback, fed, error, isEnd)
    }
  }
  inMicrotask(() => guarded(() => fed.begin(turns)))
  const sink: PlaybackSink = {
    head: (head) => guarded(() => turns.next(fed.head(head))),
    chunk(bytes) {
      guarded(() => turns.next(isBare || fed.chunk(Buffer.from(bytes))))
      return true
    },
    end: (trailer) => guarded(() => fed.end(trailer), true),
    fail: (error) => fed.fail(error),
  }
  playback.start(sink, patience)
  return turns
}

/** What a listener throws ends its own response, as undici does it, and nothing else. */
function stumble(playback: Playback, fed: Fed, error: unknown, isEnd: boolean): void {
  // One that has aborted it has its error already.
  if (playback.abort() || isEnd) inMicrotask(() => fed.fail(error))
}

/** Whether there is no body by definition. Cassettes made by hand may have one all the same. */
function hasNoBody({ interaction, response }: Playback): boolean {
  return isBodyless(requestMethodOf(interaction), response.code)
}

const lastStep = 2

/** As a small answer comes over a connection: head, body and end in one packet. */
class Packet implements Feeding {
  readonly #playback: Playback
  readonly #fed: Fed
  readonly #whole: Body
  #step = 0
  #isHeld = false

  constructor(playback: Playback, fed: Fed, whole: Body) {
    this.#playback = playback
    this.#fed = fed
    this.#whole = whole
  }

  /** Not inside the call of whoever asks for it: undici would be surprised. */
  start(): void {
    soon(() => this.#run())
  }

  resume(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.start()
  }

  #run(): void {
    try {
      if (this.#step === 0) this.#fed.begin(this)
      while (!this.#isHeld && !this.#playback.isOver && this.#step <= lastStep) {
        this.#isHeld = !this.#take(this.#step++)
      }
    } catch (error) {
      stumble(this.#playback, this.#fed, error, this.#step > lastStep)
    }
  }

  /** @returns whether more is wanted now */
  #take(step: number): boolean {
    if (step === 0) return this.#fed.head(this.#playback.head)
    if (step < lastStep) {
      const isBare = this.#whole.length === 0 || hasNoBody(this.#playback)
      return isBare || this.#fed.chunk(ownBytes(this.#whole))
    }
    // It is over before its client is told: an abort comes too late then.
    this.#playback.abort()
    this.#fed.end(this.#playback.response.trailer)
    return true
  }
}

/** Encoded or copied, either way once: a small one costs no memory of its own. */
function ownBytes(body: Body): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body)
}

/**
 * Plays chunk by chunk: a reader joins what comes in one turn of the event loop, so each chunk gets a turn of its own.
 *
 * What came together is played together: where the end of a body that cannot be decoded comes a turn later, Node 20's
 * fetch hangs.
 */
export class Turns implements Feeding {
  readonly #playback: Playback
  #isHeld = false

  constructor(playback: Playback) {
    this.#playback = playback
  }

  /** Goes on in the next turn, or waits for its reader. */
  next(goesOn: boolean): void {
    if (goesOn && this.#playback.goesOnAtOnce) return
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
