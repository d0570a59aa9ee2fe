import { type Control, control, controlPrefix } from './control.ts'
import { corsReply } from './cors.ts'
import { type OwnNames, guard } from './guard.ts'
import type { Incoming } from './incoming.ts'
import { type Problem, tell } from './problem.ts'
import type { Reply } from './reply.ts'
import { isAbsolute, toPrefix } from './target.ts'

/** Who is served, before anybody looks at what is asked. */
export interface Admission {
  readonly names: OwnNames
  /** Origins whose web pages may read the answers. */
  readonly cors: readonly string[] | undefined
  readonly control: Control
  /** Why a request to another host is not served; nothing where it is. */
  readonly foreign: Problem | undefined
}

/** Looks at who asks. @returns the reply to answer with, or nothing where the request has had its answer */
export function admit(incoming: Incoming, reply: Reply, admission: Admission): Reply | undefined {
  const { names, cors, foreign } = admission
  const isOwn = !isAbsolute(incoming.target)
  const problem = isOwn ? guard(incoming, names) : foreign
  if (problem !== undefined) {
    tell(reply, problem, incoming.field('accept'))
    return undefined
  }
  if (isOwn && incoming.target.startsWith(controlPrefix) && !incoming.target.startsWith(toPrefix)) {
    control(incoming, reply, admission.control)
    return undefined
  }
  return cors === undefined ? reply : corsReply(incoming, reply, cors)
}
