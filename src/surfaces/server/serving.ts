import type { Recorder } from '../../engine/recorder.ts'
import type { Decision } from './choose-url.ts'
import { type Exchange, carryOut } from './exchange.ts'
import type { Incoming } from './incoming.ts'
import type { Answer } from './listening.ts'
import { type Problem, failureProblem, tell, tooLargeProblem } from './problem.ts'
import type { Reply } from './reply.ts'
import { ClientGoneError, type ReadBody, readBody } from './request-body.ts'
import type { Upstreams } from './upstreams.ts'

/** What one server does with the requests that come in. */
export interface Serving {
  readonly recorder: Recorder
  readonly upstreams: Upstreams
  /** Why a request is not looked at; nothing where it is. */
  check(incoming: Incoming): Problem | undefined
  /** Where a request goes, as an absolute URL, and what becomes of it. */
  decide(exchange: Exchange): Decision
  /** Whether a body that is larger than the recorder reads is refused. Otherwise it passes on unmatched. */
  readonly refusesLarge: boolean
}

const noBody: ReadBody = { pieces: [], isWhole: true }

/** Answers requests: looks at each, reads its body where it is matched, and carries out what becomes of it. */
export function answering(serving: Serving): Answer {
  const { recorder } = serving
  return (incoming, reply) => {
    const problem = serving.check(incoming) ?? sizeProblem(serving, incoming)
    if (problem !== undefined) return tellClient(problem, incoming, reply)
    if (!incoming.hasBody) return settle(serving, { incoming, reply, read: noBody })
    if (!recorder.readsBodies) return settle(serving, { incoming, reply, read: undefined })
    reply.proceed()
    readBody(incoming.message, recorder.maxBodyBytes).then(
      (read) => settleRead(serving, { incoming, reply, read }),
      (error: unknown) => tellFailure(error, incoming, reply),
    )
  }
}

function settleRead(serving: Serving, exchange: Exchange & { readonly read: ReadBody }): void {
  const { incoming, reply, read } = exchange
  if (read.isWhole || !serving.refusesLarge) return settle(serving, exchange)
  tellClient(tooLargeProblem(serving.recorder.maxBodyBytes), incoming, reply)
  incoming.message.resume()
}

function settle(serving: Serving, exchange: Exchange): void {
  try {
    const { url, outcome } = serving.decide(exchange)
    carryOut(outcome, url, exchange, serving.upstreams)
  } catch (error) {
    // A hook or a function of matchOn threw: the client is told, and the server goes on.
    tellFailure(error, exchange.incoming, exchange.reply)
  }
}

function sizeProblem(
  { recorder, refusesLarge }: Serving,
  { message }: Incoming,
): Problem | undefined {
  const length = Number(message.headers['content-length'] ?? 0)
  return refusesLarge && length > recorder.maxBodyBytes
    ? tooLargeProblem(recorder.maxBodyBytes)
    : undefined
}

function tellFailure(error: unknown, incoming: Incoming, reply: Reply): void {
  // Nobody is left to tell.
  if (error instanceof ClientGoneError) return
  tellClient(failureProblem(error), incoming, reply)
}

function tellClient(problem: Problem, incoming: Incoming, reply: Reply): void {
  tell(reply, problem, incoming.message.headers.accept)
}
