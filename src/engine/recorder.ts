import type { WiretapeError } from '../core/errors.ts'
import type { Mode } from '../core/modes.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import { redactInteraction } from '../core/redact/interaction.ts'
import { SecretFoundError, refuseSecrets } from '../core/redact/secret-found-error.ts'
import { decodedRequest } from './decoded-request.ts'
import type { HttpRequest } from './http-request.ts'
import { type Missed, Misses } from './misses.ts'
import { type Opened, openCassette, openLoaded } from './opening.ts'
import { type RecorderOptions, passesThrough } from './options.ts'
import type { Outcome } from './outcome.ts'
import { asError, missesError, stoppedError, unusedError } from './recorder-errors.ts'
import { Playback } from './playback.ts'
import { notFound } from './read-cassette.ts'
import { Recording } from './recording.ts'
import { refusal } from './refusal.ts'
import { UnderWay } from './under-way.ts'

/** What became of the requests of a run. */
export interface Counts {
  readonly played: number
  readonly recorded: number
  readonly missed: number
  readonly passedThrough: number
  /** Answered by msw, nock or a MockAgent. */
  readonly mocked: number
  /** Failed before the headers of a response: the caller got the error, and nothing is kept. */
  readonly failed: number
  /** Interactions of the cassette that were never played. */
  readonly unused: number
}

type Counter = { -readonly [K in keyof Omit<Counts, 'unused' | 'missed'>]: number }

/**
 * Holds one cassette and decides what becomes of each request.
 *
 * @example
 * const recorder = await Recorder.open('cassettes/hello.yaml')
 * try { await recordedFetch(recorder)('http://localhost:3000') } finally { await recorder.stop() }
 */
export class Recorder {
  readonly #opened: Opened
  readonly #misses = new Misses()
  readonly #underWay = new UnderWay()
  readonly #counter: Counter = { played: 0, recorded: 0, passedThrough: 0, mocked: 0, failed: 0 }
  #requests = 0
  #mendBefore = 0
  #failure: unknown
  #stopping: Promise<void> | undefined

  private constructor(opened: Opened) {
    this.#opened = opened
  }

  /**
   * Opens a cassette: reads it where it exists, and takes its lock where the mode will save it.
   *
   * A file that is missing in mode `replay` is an error at the first request, not here.
   *
   * @throws TypeError for a wrong option, CassetteFormatError, CassetteVersionError, CassetteLockedError.
   */
  static async open(path: string, options: RecorderOptions = {}): Promise<Recorder> {
    return new Recorder(await openCassette(path, options))
  }

  /**
   * A recorder that replays a cassette in memory and saves nothing.
   *
   * @param name - What messages call it.
   */
  static of(
    cassette: Cassette,
    options: Omit<RecorderOptions, 'mode'> = {},
    name: string = '',
  ): Recorder {
    return new Recorder(openLoaded(cassette, options, name))
  }

  /** The cassette's file as it was named, empty for one in memory. */
  get path(): string {
    return this.#opened.path
  }

  get mode(): Mode {
    return this.#opened.mode
  }

  /** Whether requests are matched: then a surface reads a request's body, up to `maxBodyBytes`, before it asks. */
  get readsBodies(): boolean {
    return this.#opened.plan.onMatch === 'replay'
  }

  get maxBodyBytes(): number {
    return this.#opened.maxBodyBytes
  }

  /** The requests that were refused, at most 1,000. */
  get misses(): readonly Missed[] {
    return this.#misses.kept
  }

  get counts(): Counts {
    const unused = this.#opened.tape.unused.length
    return { ...this.#counter, missed: this.#misses.count, unused }
  }

  /** The interactions that were never played. */
  get unused(): readonly Interaction[] {
    return this.#opened.tape.unused
  }

  /** Decides what becomes of a request: the one question that every surface asks. */
  handle(request: HttpRequest): Outcome {
    if (this.#stopping !== undefined) return { kind: 'refuse', error: stoppedError(this.path) }
    if (this.#failure !== undefined) return { kind: 'refuse', error: asError(this.#failure) }
    const { plan, options, tape } = this.#opened
    if (plan.onMiss === 'send' || passesThrough(options.passthrough ?? [], request)) {
      this.#counter.passedThrough += 1
      return { kind: 'passthrough' }
    }
    if (plan.onMatch === 'none') return this.#record(request)
    const decoded = decodedRequest(request, this.maxBodyBytes)
    const interaction = tape.claim(decoded)
    if (interaction !== undefined) return this.#replay(interaction, decoded)
    return plan.onMiss === 'record' ? this.#record(request) : this.refuse(decoded)
  }

  /** The first interaction that matches a request, whether or not it was played; it does not count as played. */
  find(request: HttpRequest): Interaction | undefined {
    return this.#opened.tape.find(decodedRequest(request, this.maxBodyBytes))
  }

  /**
   * Refuses a request: it is counted, and kept with its explanation.
   *
   * @param origins - The recorded origins that have an answer, where the request did not say for which of them it is.
   */
  refuse(request: HttpRequest, origins: readonly string[] = []): Outcome {
    const { isMissing, path } = this.#opened
    const explain = (): WiretapeError =>
      isMissing ? notFound(path) : refusal(this.#opened, request, origins)
    return { kind: 'refuse', error: this.#misses.refuse(request, explain) }
  }

  /** Counts a request that somebody else's mock answered. */
  countMocked(): void {
    this.#counter.mocked += 1
  }

  /**
   * Ends the run: takes the rest of what is still being recorded, saves the cassette, and raises what went wrong.
   *
   * Requests after it are refused. A second call gives the same promise.
   *
   * @param options.discard - Leaves the cassette as it was, and raises no miss: what the run was for has failed already.
   * @throws NoMatchError where requests were refused, CassetteStoreError where the cassette could not be saved,
   *   UnusedInteractionsError with `unused: 'fail'`.
   */
  stop(options: { readonly discard?: boolean } = {}): Promise<void> {
    return (this.#stopping ??= this.#stop(options.discard === true))
  }

  #replay(interaction: Interaction, request: HttpRequest): Outcome {
    const { options, clock } = this.#opened
    const played = options.beforeReplay?.(interaction, request) ?? interaction
    this.#counter.played += 1
    return { kind: 'replay', playback: new Playback(played, options, clock) }
  }

  #record(request: HttpRequest): Outcome {
    const order = this.#requests++
    const recording = new Recording(request, {
      clock: this.#opened.clock,
      maxBodyBytes: this.#opened.maxBodyBytes,
      keep: (interaction) => {
        this.#keep(order, interaction)
        this.#underWay.settled(recording)
      },
      fail: () => {
        this.#counter.failed += 1
        this.#underWay.settled(recording)
      },
    })
    this.#underWay.add(recording)
    return { kind: 'record', recording }
  }

  #keep(order: number, interaction: Interaction): void {
    const { writer, options, rules, path } = this.#opened
    try {
      if (options.onSecret === 'refuse') refuseSecrets(interaction, rules, path)
      const redacted = this.#redact(interaction)
      const kept = options.beforeRecord ? options.beforeRecord(redacted) : redacted
      if (kept === null) return
      writer?.keep(order, kept === redacted ? kept : this.#redact(kept))
      this.#counter.recorded += 1
    } catch (error) {
      // The client's traffic goes on; further requests are refused, and stop() raises it.
      this.#failure ??= error
    }
  }

  #redact(interaction: Interaction): Interaction {
    const { rules, vault, writer } = this.#opened
    const { revision } = vault
    const redacted = redactInteraction(interaction, rules, vault)
    // A secret that was not known before may stand in what is kept already.
    if (vault.revision !== revision) this.#mendBefore = writer?.keptCount ?? 0
    return redacted
  }

  async #stop(discard: boolean): Promise<void> {
    const { writer } = this.#opened
    await this.#underWay.drain(this.#opened.clock)
    if (discard) return writer?.discard()
    if (this.#failure !== undefined) {
      if (this.#failure instanceof SecretFoundError) writer?.discard()
      else writer?.giveUp()
      throw this.#failure
    }
    const { rules, vault } = this.#opened
    const mend = (interaction: Interaction): Interaction =>
      redactInteraction(interaction, rules, vault)
    writer?.finish({ before: this.#mendBefore, mend })
    this.#raiseMisses()
    this.#reportUnused()
  }

  #raiseMisses(): void {
    const error = missesError(this.#misses.kept)
    if (error !== undefined) throw error
  }

  #reportUnused(): void {
    const { options, path, warn } = this.#opened
    const { unused } = this
    if (unused.length === 0 || (options.unused ?? 'ignore') === 'ignore') return
    const error = unusedError(path, unused)
    if (options.unused === 'fail') throw error
    warn(error.message)
  }
}
