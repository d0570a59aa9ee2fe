import type { Recorder } from '../../engine/recorder.ts'
import { type Decision, type Exchange, type Means, carryOut } from './exchange.ts'
import type { Incoming } from './incoming.ts'
import type { Answer } from './protocols.ts'
import { type Problem, failureProblem, tell, tooLargeProblem } from './problem.ts'
import type { Reply } from './reply.ts'
import { type ReadBody, readBody } from './request-body.ts'
import { type AnswerReport, type Notes, reportTo } from './report.ts'

/** What one server does with the requests that come in. */
export interface Serving extends Means {
  readonly recorder: Recorder
  /** Looks at who asks. @returns the reply to answer with, or nothing where the request has had its answer */
  admit(incoming: Incoming, reply: Reply): Reply | undefined
  /** Where a request goes and what becomes of it, or why it is not even looked up. */
  decide(exchange: Exchange): Decision | Problem
  /** Whether a body that is larger than the recorder reads is refused. Otherwise it passes on unmatched. */
  readonly refusesLarge: boolean
  /** Told of each answer. */
  readonly onAnswer?: ((report: AnswerReport) => void) | undefined
}

const noBody: ReadBody = { pieces: [], isWhole: true }

/** Answers requests: looks at each, reads its body where it is matched, and carries out what becomes of it. */
export function answering(serving: Serving): Answer {
  const { onAnswer } = serving
  return (incoming, given) => {
    const notes = onAnswer && reportTo(onAnswer, incoming, given)
    const reply = serving.admit(incoming, given)
    if (reply !== undefined) answer(serving, incoming, reply, notes)
  }
}

function answer(
  serving: Serving,
  incoming: Incoming,
  reply: Reply,
  notes: Notes | undefined,
): void {
  const { recorder, refusesLarge } = serving
  if (!incoming.hasBody) return settle(serving, { incoming, reply, notes, read: noBody })
  if (!recorder.readsBodies) return settle(serving, { incoming, reply, notes, read: undefined })
  const most = recorder.maxBodyBytes
  const isTold = Number(incoming.field('content-length') ?? 0) > most
  if (refusesLarge && isTold) return tellTooLarge(most, incoming, reply)
  reply.proceed()
  readBody(incoming.message, most, (read) => {
    // The client is gone: nobody is left to answer.
    if (read === undefined) return
    if (read.isWhole || !refusesLarge) return settle(serving, { incoming, reply, notes, read })
    tellTooLarge(most, incoming, reply)
    incoming.message.resume()
  })
}

function settle(serving: Serving, exchange: Exchange): void {
  const { incoming, reply } = exchange
  try {
    const decision = serving.decide(exchange)
    if ('outcome' in decision) carryOut(decision, exchange, serving)
    else tell(reply, decision, incoming.field('accept'))
  } catch (error) {
    // A hook or a function of matchOn threw: the client is told, and the server goes on.
    if (reply.code !== 0) return reply.cut()
    tell(reply, failureProblem(error), incoming.field('accept'))
  }
}

function tellTooLarge(maxBytes: number, incoming: Incoming, reply: Reply): void {
  tell(reply, tooLargeProblem(maxBytes), incoming.field('accept'))
}
