import type { Incoming } from './incoming.ts'
import { type Problem, tell } from './problem.ts'
import { isSecret } from './proxy-auth.ts'
import type { Reply } from './reply.ts'

/** A page of the server's own. */
export interface Page {
  readonly type: string
  readonly body: string
}

/** What the server tells of itself, and lets clients do. */
export interface Control {
  readonly pages: Readonly<Record<string, () => Page | Promise<Page>>>
  readonly actions: Readonly<Record<string, (incoming: Incoming) => void>>
  /** What clients have to show as `x-wiretape-token`; nothing on loopback, where all are the user's own. */
  readonly token: string | undefined
}

/** Where these pages are. Base URLs that name a host are below it, too. */
export const controlPrefix = '/__wiretape/'

/** Answers a request for a page of the server's own: never with CORS headers. */
export function control(incoming: Incoming, reply: Reply, own: Control): void {
  const name = incoming.target.slice(controlPrefix.length).replace(/\?.*$/s, '')
  const refuse = (problem: Problem): void => tell(reply, problem, incoming.field('accept'))
  const shown = Buffer.from(incoming.own('token') ?? '')
  if (own.token !== undefined && !isSecret(shown, own.token)) return refuse(noToken)
  const page = Object.hasOwn(own.pages, name) ? own.pages[name] : undefined
  const action = Object.hasOwn(own.actions, name) ? own.actions[name] : undefined
  if (page !== undefined && (incoming.method === 'GET' || incoming.method === 'HEAD')) {
    return show(page, reply, refuse)
  }
  if (action === undefined || incoming.method !== 'POST') return refuse(noPage(own))
  if (isForeign(incoming)) return refuse(foreign)
  action(incoming)
  reply.head({ code: 204, reason: 'No Content', fields: [], hasTrailer: false })
  reply.end()
}

function show(
  page: () => Page | Promise<Page>,
  reply: Reply,
  refuse: (problem: Problem) => void,
): void {
  Promise.resolve(page()).then(
    ({ type, body }) => {
      const bytes = Buffer.from(body)
      const length = String(bytes.length)
      const fields = ['Content-Type', type, 'Content-Length', length, 'Cache-Control', 'no-store']
      reply.head({ code: 200, reason: 'OK', fields, hasTrailer: false })
      reply.write(bytes)
      reply.end()
    },
    (error: Error) => refuse(problem(500, 'FAILED', error.message)),
  )
}

/** A page of another site can send a POST, but neither this header nor, as its own, another Origin. */
function isForeign(incoming: Incoming): boolean {
  const origin = incoming.field('origin')
  const isOwn = origin === undefined || origin.replace(/^https?:\/\//, '') === incoming.host
  return incoming.field('x-wiretape') !== '1' || !isOwn
}

function problem(status: number, code: string, message: string): Problem {
  return { status, type: 'wiretape_error', code, message }
}

const noToken = problem(
  401,
  'NO_TOKEN',
  'The header x-wiretape-token is missing or wrong: the server printed it when it started.',
)

const foreign = problem(
  403,
  'FOREIGN_PAGE',
  'A POST needs the header `x-wiretape: 1`, and no Origin but the own.',
)

function noPage({ pages, actions }: Control): Problem {
  const known = [
    ...Object.keys(pages).map((name) => `  GET ${controlPrefix}${name}`),
    ...Object.keys(actions).map((name) => `  POST ${controlPrefix}${name}`),
  ]
  return problem(404, 'NO_PAGE', ['There is no such page. There are:', ...known].join('\n'))
}
