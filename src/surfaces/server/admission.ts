import { type Control, control, controlPrefix } from './control.ts'
import { corsReply } from './cors.ts'
import { type OwnNames, guard } from './guard.ts'
import type { Incoming } from './incoming.ts'
import { type Problem, proxyAuthProblem, tell } from './problem.ts'
import { type ProxyAuth, isAllowed } from './proxy-auth.ts'
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
  /** What the clients of a proxy have to show; nothing where all are served. */
  readonly auth: ProxyAuth | undefined
}

/** Looks at who asks. @returns the reply to answer with, or nothing where the request has had its answer */
export function admit(incoming: Incoming, reply: Reply, admission: Admission): Reply | undefined {
  const { names, cors } = admission
  const isOwn = !isAbsolute(incoming.target)
  const problem = isOwn ? guard(incoming, names) : problemOf(incoming, admission)
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

/** Why a request to another host is not served, or nothing where it is. Those inside a tunnel have been looked at. */
function problemOf(incoming: Incoming, { foreign, auth }: Admission): Problem | undefined {
  if (foreign !== undefined) return foreign
  const isKnown = incoming.isTunnelled || isAllowed(incoming.message.headers, auth)
  return isKnown ? undefined : proxyAuthProblem
}
