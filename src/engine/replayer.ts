import type { Interaction } from '../core/model.ts'
import { isInstant } from '../core/timeline.ts'
import type { HttpRequest } from './http-request.ts'
import { type Missed, Misses } from './misses.ts'
import type { Opened } from './opened.ts'
import { passesThrough } from './options.ts'
import type { Outcome } from './outcome.ts'
import { pacingOf } from './pacing.ts'
import { Playback } from './playback.ts'
import { Player } from './player.ts'
import { unplayableError } from './recorder-errors.ts'
import type { Turn } from './sessions.ts'
import type { WiretapeError } from '../core/errors.ts'

/** What becomes of a request that is not recorded. */
export type Answer = Exclude<Outcome, { readonly kind: 'record' }>

/** Answers requests from a cassette: the half of a recorder that a browser can have, too. */
export class Replayer {
  /** What is played, for servers with many clients. */
  readonly player: Player
  readonly #opened: Opened
  readonly #misses = new Misses()
  #played = 0
  #passedThrough = 0

  constructor(opened: Opened) {
    this.#opened = opened
    this.player = new Player(opened)
  }

  get counts(): {
    readonly played: number
    readonly passedThrough: number
    readonly missed: number
  } {
    return {
      played: this.#played,
      passedThrough: this.#passedThrough,
      missed: this.#misses.count,
    }
  }

  /** The requests that were refused, at most 1,000. */
  get misses(): readonly Missed[] {
    return this.#misses.kept
  }

  /**
   * What becomes of a request, as far as the cassette says it; nothing where it is a miss.
   *
   * @param turn - Whose turn it is, where a server has many clients.
   */
  answer(request: HttpRequest, turn: Turn = {}): Answer | undefined {
    const { plan, options, clock } = this.#opened
    // Finding the interaction is part of the wait for its headers.
    const askedAt = isInstant(options) ? 0 : clock.now()
    if (passesThrough(options.passthrough ?? [], request)) return this.pass()
    if (plan.onMatch !== 'replay') return undefined
    const decoded = this.#decoded(request)
    const interaction = this.player.claim(decoded, turn)
    return interaction && this.#replay(interaction, decoded, askedAt)
  }

  /** Lets something through, counted and not remembered. */
  pass(): Answer {
    this.#passedThrough += 1
    return { kind: 'passthrough' }
  }

  /**
   * Refuses a request as a miss: it is counted, and kept with its explanation.
   *
   * @param origins - The recorded origins that have an answer, where it did not say for which of them it is.
   */
  refuse(request: HttpRequest, turn: Turn = {}, origins: readonly string[] = []): Answer {
    const decoded = this.#decoded(request)
    return this.refuseWith(decoded, () => this.player.explain(decoded, turn, origins))
  }

  /** Refuses a request: it is counted, and kept with the error of its first try. */
  refuseWith(request: HttpRequest, explain: () => WiretapeError): Answer {
    const tell = ({ message }: WiretapeError): void =>
      this.#opened.warn(
        `A request is refused for the third time: its client tries again.\n${message}`,
      )
    return { kind: 'refuse', error: this.#misses.refuse(request, explain, tell) }
  }

  #decoded(request: HttpRequest): HttpRequest {
    const { plan, host, maxBodyBytes } = this.#opened
    return plan.onMatch === 'replay' ? host.decoded(request, maxBodyBytes) : request
  }

  #replay(interaction: Interaction, request: HttpRequest, askedAt: number): Answer {
    const { options, clock } = this.#opened
    const played = options.beforeReplay?.(interaction, request) ?? interaction
    const pacing = pacingOf(this.#opened, this.#played)
    const playback = new Playback(played, pacing, clock, askedAt)
    const error = unplayableError(this.#opened, playback)
    if (error !== undefined) return this.refuseWith(request, () => error)
    this.#played += 1
    return { kind: 'replay', playback }
  }
}
