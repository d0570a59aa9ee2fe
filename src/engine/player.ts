import type { WiretapeError } from '../core/errors.ts'
import { requestLineOf } from '../core/codec/origin.ts'
import type { Interaction } from '../core/model.ts'
import type { HttpRequest } from './http-request.ts'
import { newIndex } from './new-index.ts'
import type { Opened } from './opened.ts'
import { notFound } from './recorder-errors.ts'
import { refusal } from './refusal.ts'
import { Sessions, type Turn } from './sessions.ts'
import { Sequence } from './sequence.ts'

/** Finds what is played: which interaction is a request's, whether it is its turn, and if none is, why. */
export class Player {
  readonly #opened: Opened
  #sessions: Sessions

  constructor(opened: Opened) {
    this.#opened = opened
    this.#sessions = new Sessions(opened.sequence)
  }

  /** The interactions that were never played. */
  get unused(): readonly Interaction[] {
    return this.#sessions.shared.unused
  }

  /** How many sessions are remembered, besides the shared one. */
  get sessionCount(): number {
    return this.#sessions.count
  }

  /** The interaction that a request gets, which then counts as played, unless its turn says otherwise. */
  claim(request: HttpRequest, turn: Turn): Interaction | undefined {
    const sequence = this.#sessions.sequenceOf(turn)
    return turn.keepsPlace === true
      ? sequence.next(request, turn.within)
      : sequence.claim(request, turn.within)
  }

  /** The first interaction that matches a request, whether or not it was played; it does not count as played. */
  find(request: HttpRequest, turn: Turn = {}): Interaction | undefined {
    const { host, maxBodyBytes } = this.#opened
    const decoded = host.decoded(request, maxBodyBytes)
    return this.#sessions.shared.find(decoded, turn.within)
  }

  /**
   * Why a request gets no interaction.
   *
   * @param origins - The recorded origins that have an answer, where it did not say for which of them it is.
   */
  explain(request: HttpRequest, turn: Turn, origins: readonly string[]): WiretapeError {
    const { isMissing, path, options } = this.#opened
    if (isMissing) return notFound(path, options.recordWith)
    const refusing = { ...this.#opened, sequence: this.#sessions.sequenceOf(turn) }
    return refusal(refusing, request, origins, turn.within)
  }

  /** Whether an answer of a URL that fits came over HTTP/2. Of others nothing but the URL is read. */
  knowsHttp2(fits: (url: string) => boolean): boolean {
    return this.#sessions.shared.index.interactions.some(
      (interaction) =>
        fits(requestLineOf(interaction).url) && interaction.response.protoMajor === 2,
    )
  }

  /** Adds what was recorded just now, as played. Where each is played once there is no need to hold it. */
  add(interaction: Interaction, turn: Turn): void {
    const { options, plan } = this.#opened
    const isPlayedAgain = (options.repeats ?? 'once') !== 'once'
    if (plan.onMatch === 'replay' && isPlayedAgain) this.#sessions.sequenceOf(turn).add(interaction)
  }

  /** Sequences start over: those of one session, or all. */
  reset(session?: string): void {
    this.#sessions.reset(session)
  }

  /** Plays other interactions from now on. Sequences start over. */
  load(interactions: readonly Interaction[]): void {
    const sequence = new Sequence(
      newIndex(interactions, this.#opened),
      this.#opened.options.repeats,
    )
    this.#sessions = new Sessions(sequence)
  }

  /** Whether the interaction at a position, in the order of the file, was ever played. */
  wasUsed(position: number): boolean {
    return this.#sessions.shared.wasUsed(position)
  }
}
