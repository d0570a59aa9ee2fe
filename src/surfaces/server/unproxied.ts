import { Incoming } from './incoming.ts'
import { siteOf } from './site.ts'
import { withPath } from './target.ts'
import { isItself } from './tunnels.ts'

/** A request as it came in, or, where a client asks the server as its proxy for the server itself, as it meant it. */
export function unproxied(incoming: Incoming): Incoming {
  const { target, message, upgrade } = incoming
  const site = siteOf(target)
  if (site === undefined || !isItself(site, message.socket.localPort)) return incoming
  message.url = withPath(target).slice(site.length)
  return new Incoming(message, undefined, upgrade)
}
