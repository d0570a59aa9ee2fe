import { type RawFields, keeping } from './fields.ts'
import type { Incoming } from './incoming.ts'
import type { Reply, ReplyHead } from './reply.ts'

/**
 * Lets web pages of some origins read the answers.
 *
 * A preflight is answered, and nothing given back; other requests get the reply to answer with.
 *
 * @param allowed - Origins, or `*`: any, but without credentials.
 */
export function corsReply(
  incoming: Incoming,
  reply: Reply,
  allowed: readonly string[],
): Reply | undefined {
  const origin = incoming.field('origin')
  if (origin === undefined) return reply
  const isNamed = allowed.includes(origin)
  if (!isNamed && !allowed.includes('*')) return reply
  const fields = isNamed
    ? [...allow('Origin', origin), ...allow('Credentials', 'true'), 'Vary', 'Origin']
    : allow('Origin', '*')
  const method = incoming.field('access-control-request-method')
  if (incoming.method !== 'OPTIONS' || method === undefined) return allowing(reply, fields)
  reply.head({
    code: 204,
    reason: 'No Content',
    fields: [...fields, ...preflight(incoming, method)],
    hasTrailer: false,
  })
  reply.end()
  return undefined
}

function preflight(incoming: Incoming, method: string): RawFields {
  const asked = incoming.field('access-control-request-headers')
  const isPrivate = incoming.field('access-control-request-private-network') === 'true'
  return [
    ...allow('Methods', method),
    ...(asked === undefined ? [] : allow('Headers', asked)),
    ...(isPrivate ? allow('Private-Network', 'true') : []),
    'Access-Control-Max-Age',
    '600',
  ]
}

function allow(what: string, value: string): [string, string] {
  return [`Access-Control-Allow-${what}`, value]
}

/** The same reply with the fields that let the page read it, in place of those that were recorded. */
function allowing(reply: Reply, fields: RawFields): Reply {
  return new Proxy(reply, {
    get(target, key) {
      if (key === 'head') return (head: ReplyHead) => target.head(readable(head, fields))
      // A whole response would go past its head.
      if (key === 'whole') return () => false
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function readable(head: ReplyHead, fields: RawFields): ReplyHead {
  const recorded = keeping(head.fields, (name) => !/^access-control-/i.test(name))
  const names = recorded.filter((_, index) => index % 2 === 0)
  const exposed = ['Access-Control-Expose-Headers', [...new Set(names)].join(', ')]
  return { ...head, fields: [...recorded, ...fields, ...(names.length > 0 ? exposed : [])] }
}
