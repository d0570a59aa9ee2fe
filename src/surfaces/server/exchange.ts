import { bodyOf } from '../../core/body.ts'
import { NoMatchError } from '../../core/match/no-match-error.ts'
import type { HttpRequest } from '../../engine/http-request.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { forward } from './forward.ts'
import type { Incoming } from './incoming.ts'
import { play } from './play.ts'
import { type Problem, tell } from './problem.ts'
import type { Reply } from './reply.ts'
import type { ReadBody } from './request-body.ts'
import type { Upstreams } from './upstreams.ts'

/** One request and its answer. */
export interface Exchange {
  readonly incoming: Incoming
  readonly reply: Reply
  /** What was read of the request's body; nothing where it streams through. */
  readonly read: ReadBody | undefined
}

/** The request of an exchange as the recorder is asked about it. */
export function requestAt(url: string, { incoming, read }: Exchange): HttpRequest {
  const { method, isChunked } = incoming
  return {
    method,
    url,
    get headers() {
      return incoming.headers
    },
    body: bodyRead(read),
    isChunked,
  }
}

function bodyRead(read: ReadBody | undefined): HttpRequest['body'] {
  if (read?.isWhole !== true) return undefined
  const [only] = read.pieces
  if (only === undefined) return ''
  return bodyOf(read.pieces.length === 1 ? only : Buffer.concat(read.pieces))
}

/** Carries out what became of a request. */
export function carryOut(
  outcome: Outcome,
  url: string,
  exchange: Exchange,
  upstreams: Upstreams,
): void {
  const { incoming, reply } = exchange
  const tellInstead = (problem: Problem): void =>
    tell(reply, problem, incoming.message.headers.accept)
  switch (outcome.kind) {
    case 'replay':
      return play(outcome.playback, reply, tellInstead)
    case 'record':
      return forward({ ...exchange, url, recording: outcome.recording, tellInstead }, upstreams)
    case 'passthrough':
      return forward({ ...exchange, url, recording: undefined, tellInstead }, upstreams)
    case 'refuse':
      return tellInstead(refusalOf(outcome.error))
  }
}

/** 424 is an error that clients do not try again. */
function refusalOf(error: Error): Problem {
  const code = 'code' in error ? String(error.code) : 'REFUSED'
  const { message } = error
  if (!(error instanceof NoMatchError))
    return { status: 424, type: 'wiretape_error', code, message }
  const { nearest, miss } = error
  const details = { nearest, ...(miss.origins.length > 0 && { origins: miss.origins }) }
  return { status: 424, type: 'wiretape_miss', code, message, details }
}
