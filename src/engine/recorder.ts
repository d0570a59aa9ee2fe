import type { Mode } from '../core/modes.ts'
import type { Cassette, Interaction } from '../core/model.ts'
import type { Counts } from './counts.ts'
import { raise } from './ending.ts'
import type { HttpRequest } from './http-request.ts'
import type { Missed } from './misses.ts'
import { type Recordable, openCassette, openLoaded } from './opening.ts'
import { type RecorderOptions, passesByUrl, passesThrough } from './options.ts'
import type { Outcome } from './outcome.ts'
import type { Player } from './player.ts'
import { Recordings } from './recordings.ts'
import { leakError, stoppedError } from './recorder-errors.ts'
import { Replayer } from './replayer.ts'
import type { Turn } from './sessions.ts'
import { type Tapped, tapsOfProcess } from './taps.ts'

/**
 * Holds one cassette and decides what becomes of each request.
 *
 * @example
 * const recorder = await Recorder.open('cassettes/hello.yaml')
 * try { await recordedFetch(recorder)('http://localhost:3000') } finally { await recorder.stop() }
 */
export class Recorder implements Tapped {
  readonly #opened: Recordable
  readonly #replayer: Replayer
  readonly #recordings: Recordings
  #stopping: Promise<void> | undefined
  #isOver = false

  private constructor(opened: Recordable) {
    this.#opened = opened
    this.#replayer = new Replayer(opened)
    this.#recordings = new Recordings(opened, this.#replayer.player)
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

  /** A recorder over a cassette that was opened in another way. */
  static over(opened: Recordable): Recorder {
    return new Recorder(opened)
  }

  /** The cassette's file as it was named, empty for one in memory. */
  get path(): string {
    return this.#opened.path
  }

  /** What is played, for servers with many clients. */
  get player(): Player {
    return this.#replayer.player
  }

  get mode(): Mode {
    return this.#opened.mode
  }

  /** Whether requests are matched: then a surface reads a request's body, up to `maxBodyBytes`, before it asks. */
  get readsBodies(): boolean {
    return this.#opened.plan.onMatch === 'replay'
  }

  /** Whether a request without a match goes to its service, recorded or not. */
  get sendsMisses(): boolean {
    return this.#opened.plan.onMiss !== 'refuse'
  }

  /** Whether a request's body is read first: not where its URL says already that it passes through. */
  readsBodyOf(url: string): boolean {
    return this.readsBodies && !passesByUrl(this.#opened.options.passthrough ?? [], url)
  }

  /** Whether nothing goes out to the host of a URL, whatever is asked of it. */
  answersAll(url: string): boolean {
    const { plan, options } = this.#opened
    const areHosts = (options.passthrough ?? []).every((rule) => typeof rule === 'string')
    return plan.onMiss === 'refuse' && areHosts && this.readsBodyOf(url)
  }

  /** Whether an answer of a URL that fits came over HTTP/2. */
  knowsHttp2(fits: (url: string) => boolean): boolean {
    return this.player.knowsHttp2(fits)
  }

  get maxBodyBytes(): number {
    return this.#opened.maxBodyBytes
  }

  /** The requests that were refused, at most 1,000. */
  get misses(): readonly Missed[] {
    return this.#replayer.misses
  }

  get counts(): Counts {
    return { ...this.#replayer.counts, ...this.#recordings.counts, unused: this.unused.length }
  }

  /** The interactions that were never played. */
  get unused(): readonly Interaction[] {
    return this.player.unused
  }

  /**
   * Watches the requests of this process, whatever client sends them, until `uninstall()` or `stop()`.
   *
   * With several recorders installed a request is for the one in whose `withCassette` it was made.
   *
   * @throws TapError where this Node keeps its clients elsewhere than wiretape knows.
   */
  install(): void {
    tapsOfProcess().install(this)
  }

  /** Leaves the requests of this process alone again. */
  uninstall(): void {
    tapsOfProcess().uninstall(this)
  }

  /**
   * Decides what becomes of a request: the one question that every surface asks.
   *
   * @param turn - Whose turn it is, where a server has many clients.
   */
  handle(request: HttpRequest, turn: Turn = {}): Outcome {
    if (this.#stopping !== undefined) return { kind: 'refuse', error: stoppedError(this.path) }
    const { failure } = this.#recordings
    if (failure !== undefined) return { kind: 'refuse', error: failure }
    const answer = this.#replayer.answer(request, turn)
    if (answer !== undefined) return answer
    switch (this.#opened.plan.onMiss) {
      case 'record':
        return { kind: 'record', recording: this.#recordings.begin(request, turn) }
      case 'send':
        return this.pass()
      case 'refuse':
        return this.refuse(request, turn)
    }
  }

  /**
   * Refuses a request: it is counted, and kept with its explanation.
   *
   * @param origins - The recorded origins that have an answer, where it did not say for which of them it is.
   */
  refuse(request: HttpRequest, turn: Turn = {}, origins: readonly string[] = []): Outcome {
    return this.#replayer.refuse(request, turn, origins)
  }

  /** What becomes of a request that went past the taps: it could neither be recorded nor answered. */
  leak(request: HttpRequest): Outcome {
    const { plan, options } = this.#opened
    const passes = plan.onMiss === 'send' || passesThrough(options.passthrough ?? [], request)
    if (passes) return this.pass()
    return this.#replayer.refuseWith(request, () => leakError(this.#opened, request))
  }

  /** Lets something through, counted and not remembered. */
  pass(): Outcome {
    return this.#replayer.pass()
  }

  /** Counts a request that somebody else's mock answered. */
  countMocked(): void {
    this.#recordings.countMocked()
  }

  /**
   * Ends the run: takes the rest of what is still being recorded, saves the cassette, and raises what went wrong.
   *
   * Requests after it are refused. A second call gives the same promise.
   *
   * @param options.discard - Leaves the cassette as it was, and raises nothing: what the run was for has failed already.
   * @throws NoMatchError where requests were refused, CassetteStoreError where the cassette could not be saved,
   *   UnusedInteractionsError with `unused: 'fail'`.
   */
  stop(options: { readonly discard?: boolean } = {}): Promise<void> {
    return (this.#stopping ??= this.#stop(options.discard === true))
  }

  /** The same before this call returns, for a process that is about to end: bodies under way are cut. */
  stopSync(): void {
    this.#recordings.cut()
    this.#stopping ??= Promise.resolve()
    this.#end(false)
  }

  async #stop(discard: boolean): Promise<void> {
    if (this.#recordings.haveBegun) await this.#recordings.drain()
    this.#end(discard)
  }

  /** Once, whichever way is the first. */
  #end(discard: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    this.uninstall()
    if (discard) return this.#recordings.discard()
    this.#recordings.save()
    raise(this.#opened, this.misses, this.unused)
  }
}
