import type { Body } from '../core/body.ts'
import { type ResponseHead, headOf } from '../core/head.ts'
import type { HeaderMap } from '../core/headers.ts'
import { responseToPlay } from '../core/codec/origin.ts'
import type { Interaction, RecordedResponse } from '../core/model.ts'
import { hasBorders } from '../core/cut-body.ts'
import { type Pacing, type Timeline, isInstant, timelineOf } from '../core/timeline.ts'
import type { Alarm, Clock } from './clock.ts'
import { type Context, contextNow } from './context.ts'
import { cutOff } from './cut-off.ts'
import { soon } from './owed-turn.ts'

/** Where a playback goes. None of it is called inside `start()`. */
export interface PlaybackSink {
  head(head: ResponseHead): void
  /** A chunk, as it was recorded. @returns false to hold the rest back until `resume()`. */
  chunk(bytes: Uint8Array): boolean
  end(trailer: HeaderMap): void
  /** The body was cut off. Comes in a later turn of the event loop than what stands before it. */
  fail(error: Error): void
}

/** How long a client waits for what comes next, in milliseconds, and the error with which it gives up. */
export interface Patience {
  readonly headMs: number
  readonly bodyMs: number
  giveUp(on: 'head' | 'body'): Error
}

const graceMs = 250

/** One response being given: head, chunks and end, each when it is due. */
export class Playback {
  /** What is played, as the hook `beforeReplay` left it. */
  readonly interaction: Interaction
  /** Its response: the interaction's own, or the same for this playback alone. Never to be changed. */
  readonly response: RecordedResponse
  readonly #pacing: Pacing
  readonly #isInstant: boolean
  readonly #clock: Clock
  readonly #askedAt: number
  #head: ResponseHead | undefined
  #timeline: Timeline | undefined
  #sink: PlaybackSink | undefined
  #patience: Patience | undefined
  #alarm: Alarm | undefined
  #context: Context | undefined
  #step = 0
  #isPaused = false
  #isOver = false

  /** @param askedAt - When the request was made, of the clock: all times count from there, if there are any. */
  constructor(
    interaction: Interaction,
    pacing: Pacing,
    clock: Clock,
    askedAt: number,
    response: RecordedResponse = responseToPlay(interaction),
  ) {
    this.interaction = interaction
    this.response = response
    this.#pacing = pacing
    this.#isInstant = isInstant(pacing)
    this.#clock = clock
    this.#askedAt = askedAt
  }

  get head(): ResponseHead {
    return (this.#head ??= headOf(this.interaction, this.response))
  }

  /** Whether it has ended or was aborted. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** Whether all of it is due at once, in good order: a surface may hand it over and be done. */
  get isAtOnce(): boolean {
    return this.#isInstant && this.response.error === undefined
  }

  /** Whether something of it may come late. */
  get waits(): boolean {
    return !this.#isInstant
  }

  /** Whether what comes next came in one packet with what was given last: a small body with its head, the end with it. */
  get goesOnAtOnce(): boolean {
    const { headAt, deliveries, endAt } = this.#plan()
    if (this.#isLast()) {
      return this.response.error === undefined && endAt <= (deliveries.at(-1)?.at ?? headAt)
    }
    return this.#step === 1 && deliveries.length === 1 && deliveries[0]?.at === headAt
  }

  /** The same response so many times slower. At instant speed there is nothing to slow. */
  slowed(times: number): Playback {
    const { speed = 'instant', ttft } = this.#pacing
    const slower = speed === 'instant' ? speed : (speed === 'recorded' ? 1 : speed) / times
    const pacing = {
      ...this.#pacing,
      speed: slower,
      ...(ttft !== undefined && { ttft: ttft * times }),
    }
    return new Playback(this.interaction, pacing, this.#clock, this.#askedAt, this.response)
  }

  /** The same of another response. */
  withResponse(response: RecordedResponse): Playback {
    return new Playback(this.interaction, this.#pacing, this.#clock, this.#askedAt, response)
  }

  /** The whole body, where it is due at once and in one piece: a surface may hand it over and be done. */
  get wholeBody(): Body | undefined {
    if (!this.isAtOnce) return undefined
    const { body, chunks } = this.response
    const isOnePiece = chunks === undefined ? !hasBorders(this.response) : chunks.length < 2
    return isOnePiece ? body : undefined
  }

  /** Begins. Head, chunks and end are due at their times since this playback was made. @param patience - For ever, if left out */
  start(sink: PlaybackSink, patience?: Patience): void {
    this.#sink = sink
    this.#patience = patience
    if (this.#isInstant) soon(() => this.#run())
    else this.#wait(this.#askedAt + this.#plan().headAt)
  }

  /** Holds the rest back until `resume()`. */
  pause(): void {
    this.#isPaused = true
  }

  /** Goes on after a pause. What is late by then comes at once. */
  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    this.#run()
  }

  /** Ends it: nothing reaches the sink any more. @returns false where it had ended already. */
  abort(): boolean {
    const wasRunning = !this.#isOver
    this.#isOver = true
    this.#alarm?.cancel()
    return wasRunning
  }

  #plan(): Timeline {
    return (this.#timeline ??= timelineOf(this.response, this.#pacing))
  }

  #wait(deadline: number): void {
    // The clock's one timer rings in the context of whoever set it: a client expects its own.
    const context = (this.#context ??= contextNow())
    const { headMs = Infinity, bodyMs = Infinity } = this.#patience ?? {}
    const last = this.#clock.now() + (this.#step === 0 ? headMs : bodyMs)
    const ring = (): void => {
      this.#alarm = undefined
      if (deadline > last) return this.#giveUp()
      this.#deliver()
      this.#run()
    }
    this.#alarm = this.#clock.at(Math.min(deadline, last), () => context(ring))
  }

  #giveUp(): void {
    const error = this.#patience?.giveUp(this.#step === 0 ? 'head' : 'body')
    if (error !== undefined && this.abort()) this.#sink?.fail(error)
  }

  #run(): void {
    while (!this.#isOver && !this.#isPaused && this.#alarm === undefined) {
      const dueAt = this.#askedAt + this.#dueAt()
      // An error in the same turn as the head or a chunk makes fetch hang, on every Node.
      const isError = this.#isLast() && this.response.error !== undefined
      const isDue = this.#isInstant || dueAt <= this.#clock.now()
      if (isDue && !isError) this.#deliver()
      else this.#wait(isDue ? this.#clock.now() : dueAt)
    }
  }

  #dueAt(): number {
    const { headAt, deliveries, endAt } = this.#plan()
    if (this.#step === 0) return headAt
    return deliveries[this.#step - 1]?.at ?? endAt + this.#grace
  }

  /** A client that went away when it was recorded does so again, by its own clock: it may do so first. */
  get #grace(): number {
    const isLeft = this.response.error === 'ABORT_ERR'
    return isLeft && !this.#isInstant ? graceMs : 0
  }

  #isLast(): boolean {
    return this.#step > this.#plan().deliveries.length
  }

  #deliver(): void {
    const sink = this.#sink
    const step = this.#step++
    if (step === 0) return sink?.head(this.head)
    const delivery = this.#plan().deliveries[step - 1]
    if (delivery !== undefined) {
      if (sink?.chunk(delivery.bytes) === false) this.#isPaused = true
      return
    }
    this.#isOver = true
    const { error, trailer } = this.response
    if (error === undefined) sink?.end(trailer)
    else sink?.fail(cutOff(error, this.interaction))
  }
}
