import { type Fault, parseFault } from '../../core/fault.ts'
import { randomFrom } from '../../core/random.ts'
import { Recent } from '../../core/recent.ts'
import { type Turn, mostSessions } from '../../engine/sessions.ts'
import type { Range } from '../../engine/sequence.ts'
import type { Incoming } from './incoming.ts'
import type { Problem } from './problem.ts'
import type { Stock } from './stock.ts'

/** What goes wrong on purpose. */
export interface FaultOptions {
  /**
   * What goes wrong with responses: `reset`, `reset@chunk:3`, `stall@chunk:5`, `status:429;retry-after=2`, `truncate`,
   * `slow:10x`. Of several, one is drawn for each.
   */
  readonly faults?: readonly string[]
  /** How many of the responses, from 0 to 1. @defaultValue 1 */
  readonly faultRate?: number
  /** The same seed draws the same. @defaultValue another one each time */
  readonly seed?: number
}

/** What a client wants for a request besides its answer. */
export interface Wishes {
  readonly turn: Turn
  readonly fault: Fault | undefined
}

const none: Wishes = { turn: {}, fault: undefined }
const longestName = 128

/** Reads what clients want: a session, a cassette, a fault. */
export class WishReader {
  readonly #stock: Stock
  readonly #sessionField: string
  readonly #draw: () => Fault | undefined
  readonly #fails: boolean
  /** To which cassette a session has limited itself. */
  readonly #limits = new Recent<Range>(mostSessions)

  /** @throws TypeError for a wrong option. */
  constructor(stock: Stock, options: FaultOptions & { readonly sessionHeader?: string }) {
    this.#stock = stock
    const { sessionHeader = 'x-wiretape-session' } = options
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(sessionHeader)) {
      throw new TypeError(
        `sessionHeader is ${JSON.stringify(sessionHeader)}, which no header is called.`,
      )
    }
    this.#sessionField = sessionHeader.toLowerCase()
    this.#draw = drawFrom(options)
    this.#fails = (options.faults ?? []).length > 0
  }

  /** What a client wants, or why that cannot be. */
  read(incoming: Incoming): Wishes | Problem {
    const session = incoming.field(this.#sessionField)
    const cassette = incoming.own('cassette')
    const asked = incoming.own('fault')
    if (session !== undefined && session.length > longestName) return tooLong
    if (cassette !== undefined && this.#stock.rangeOf(cassette) === undefined) {
      return unknownCassette(this.#stock)
    }
    if (session === undefined && cassette === undefined && asked === undefined && !this.#fails) {
      return none
    }
    try {
      const fault = asked === undefined ? this.#draw() : parseFault(asked, 'x-wiretape-fault')
      const within = this.#limit(session, cassette)
      // Whoever is failed on purpose tries again, and is to get then what it did not get now.
      return { fault, turn: { session, within, keepsPlace: fault !== undefined } }
    } catch (error) {
      if (error instanceof TypeError) return problem('WRONG_FAULT', error.message)
      throw error
    }
  }

  /** Sequences start over, and so do limits. */
  reset(session?: string): void {
    if (session === undefined) this.#limits.clear()
    else this.#limits.delete(session)
  }

  #limit(session: string | undefined, cassette: string | undefined): Range | undefined {
    const range = cassette === undefined ? undefined : this.#stock.rangeOf(cassette)
    if (session === undefined) return range
    if (range === undefined) return this.#limits.get(session)
    this.#limits.set(session, range)
    return range
  }
}

function drawFrom(options: FaultOptions): () => Fault | undefined {
  const faults = (options.faults ?? []).map((text) => parseFault(text, 'faults'))
  const { faultRate = 1, seed = Math.floor(Math.random() * 2 ** 31) } = options
  if (!(faultRate >= 0 && faultRate <= 1)) {
    throw new TypeError(`faultRate is ${String(faultRate)}. It is a part of all, from 0 to 1.`)
  }
  if (options.faultRate !== undefined && options.faults === undefined) {
    throw new TypeError('faultRate says how often, and faults what: give both.')
  }
  if (faults.length === 0) return () => undefined
  const random = randomFrom(seed)
  return () => {
    const isDrawn = random() < faultRate
    const fault = faults[Math.floor(random() * faults.length)]
    return isDrawn ? fault : undefined
  }
}

function problem(code: string, message: string): Problem {
  return { status: 400, type: 'wiretape_error', code, message }
}

const tooLong = problem(
  'SESSION_NAME_TOO_LONG',
  `The session's name is longer than ${longestName} characters.`,
)

function unknownCassette(stock: Stock): Problem {
  const known = stock.shelf.cassettes.slice(0, 20).map(({ file }) => `  ${file}`)
  const message = ['x-wiretape-cassette names no cassette, or several. These are played:', ...known]
  return problem('UNKNOWN_CASSETTE', message.join('\n'))
}
