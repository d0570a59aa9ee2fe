import { inNextTurn } from '../engine/clock.ts'
import type { Playback } from '../engine/playback.ts'

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
