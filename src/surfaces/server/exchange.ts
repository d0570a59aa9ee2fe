import { bodyOf } from '../../core/body.ts'
import type { Fault } from '../../core/fault.ts'
import type { HeaderMap } from '../../core/headers.ts'
import type { HttpRequest } from '../../engine/http-request.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Recording } from '../../engine/recording.ts'
import { forward } from './forward.ts'
import type { Incoming } from './incoming.ts'
import { play } from './play.ts'
import { type Problem, missProblem, tell } from './problem.ts'
import type { Reply } from './reply.ts'
import type { Notes } from './report.ts'
import type { ReadBody } from './request-body.ts'
import type { Upstreams } from './upstreams.ts'

/** One request and its answer. */
export interface Exchange {
  readonly incoming: Incoming
  readonly reply: Reply
  /** What was read of the request's body; nothing where it streams through. */
  readonly read: ReadBody | undefined
  /** Where what becomes of it is noted, if somebody wants to know. */
  readonly notes?: Notes | undefined
}

/** Where a request goes, and what becomes of it. */
export interface Decision {
  /** Absolute. */
  readonly url: string
  readonly outcome: Outcome
  /** What is to go wrong with a response that is played. */
  readonly fault?: Fault | undefined
}

/** With what a decision is carried out. */
export interface Means {
  readonly upstreams: Upstreams
  /** The status of a miss. @defaultValue 424, which clients do not try again */
  readonly missStatus?: number | undefined
}

/** The request of an exchange as the recorder is asked about it. */
export function requestAt(url: string, exchange: Exchange): HttpRequest {
  return new IncomingRequest(url, exchange)
}

class IncomingRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: HttpRequest['body']
  readonly isChunked: boolean
  readonly isCoded: boolean
  readonly #incoming: Incoming

  constructor(url: string, { incoming, read }: Exchange) {
    this.method = incoming.method
    this.url = url
    this.body = bodyRead(read)
    this.isChunked = incoming.isChunked
    this.isCoded = incoming.field('content-encoding') !== undefined
    this.#incoming = incoming
  }

  get headers(): HeaderMap {
    return this.#incoming.headers
  }
}

function bodyRead(read: ReadBody | undefined): HttpRequest['body'] {
  if (read?.isWhole !== true) return undefined
  const [only] = read.pieces
  if (only === undefined) return ''
  return bodyOf(read.pieces.length === 1 ? only : Buffer.concat(read.pieces))
}

/** Carries out what became of a request. */
export function carryOut(decision: Decision, exchange: Exchange, means: Means): void {
  const { outcome, url, fault } = decision
  const { incoming, reply, read, notes } = exchange
  notes?.note({ url })
  const tellInstead = (problem: Problem): void => {
    if (problem.status === 502) notes?.note({ outcome: 'failed', reason: problem.reason })
    tell(reply, problem, incoming.field('accept'))
  }
  const send = (recording: Recording | undefined): void =>
    forward({ incoming, reply, read, url, recording, tellInstead }, means.upstreams)
  switch (outcome.kind) {
    case 'replay':
      notes?.note({ outcome: 'played', interaction: outcome.playback.interaction, fault })
      return play(outcome.playback, reply, fault, tellInstead)
    case 'record':
      notes?.note({ outcome: 'recorded' })
      return send(outcome.recording)
    case 'passthrough':
      notes?.note({ outcome: 'passed' })
      return send(undefined)
    case 'refuse':
      notes?.note({ outcome: 'missed' })
      return tellInstead(missProblem(outcome.error, means.missStatus))
  }
}
