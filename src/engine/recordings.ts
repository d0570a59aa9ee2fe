import type { Counter } from './counts.ts'
import type { HttpRequest } from './http-request.ts'
import type { Recordable } from './opening.ts'
import type { Player } from './player.ts'
import { asError } from './recorder-errors.ts'
import type { Recording } from './recording.ts'
import type { RecordingEvents } from './recording-events.ts'
import type { Turn } from './sessions.ts'
import { UnderWay } from './under-way.ts'

/** Records requests to a cassette: the half of a recorder that only Node has. */
export class Recordings {
  readonly #opened: Recordable
  /** What was recorded counts as played. */
  readonly #player: Player
  readonly #underWay = new UnderWay()
  readonly #counter: Counter = { recorded: 0, mocked: 0, failed: 0 }
  #requests = 0
  #events: RecordingEvents | undefined

  constructor(opened: Recordable, player: Player) {
    this.#opened = opened
    this.#player = player
  }

  get counts(): Readonly<Counter> {
    return this.#counter
  }

  /** Why nothing more can be kept; nothing while all is well. */
  get failure(): Error | undefined {
    const failure = this.#opened.keeper?.failure
    return failure && asError(failure.error)
  }

  /** Begins to take the response of a request. @param turn - Whose turn it is, where a server has many clients */
  begin(request: HttpRequest, turn: Turn): Recording {
    const events = (this.#events ??= this.#makeEvents())
    return this.#underWay.begin(request, events, { order: this.#requests++, turn })
  }

  /** Counts a request that somebody else's mock answered. */
  countMocked(): void {
    this.#counter.mocked += 1
  }

  /** Whether there was any. */
  get haveBegun(): boolean {
    return this.#requests > 0
  }

  /** Waits until all have ended. A body that does not end is cut, as if its client had gone away. */
  drain(): Promise<void> {
    return this.#underWay.drain(this.#opened.clock)
  }

  /** Cuts all that have not ended. */
  cut(): void {
    this.#underWay.cut()
  }

  /** Saves the cassette. @throws what went wrong with what was recorded, or with that */
  save(): void {
    this.#opened.keeper?.finish()
  }

  /** Leaves the cassette as it was. What goes wrong with that is told, not raised: it would hide why the run failed. */
  discard(): void {
    const { keeper, warn, path } = this.#opened
    try {
      keeper?.discard()
    } catch (error) {
      warn(`What was recorded to ${path} could not be discarded.\n${asError(error).message}`)
    }
  }

  #makeEvents(): RecordingEvents {
    const { clock, maxBodyBytes, memory, keeper, path } = this.#opened
    if (keeper === undefined)
      throw new TypeError(`Nothing was opened that keeps what ${path} records.`)
    return {
      clock,
      maxBodyBytes,
      memory,
      keep: (take, { order, turn }) => {
        const kept = keeper.keep(order, take)
        if (kept === undefined) return
        this.#counter.recorded += 1
        this.#player.add(kept, turn)
      },
      pass: (run) => keeper.pass(run),
      fail: () => void (this.#counter.failed += 1),
      mocked: () => this.countMocked(),
      settled: (recording) => this.#underWay.settled(recording),
    }
  }
}
