import { Incoming } from './incoming.ts'
import { isAbsolute, withPath } from './target.ts'
import { isItself } from './tunnels.ts'

/** A request as it came in, or, where a client asks the server as its proxy for the server itself, as it meant it. */
export function unproxied(incoming: Incoming): Incoming {
  const { target, message, upgrade } = incoming
  if (!isAbsolute(target) || !URL.canParse(target)) return incoming
  if (!isItself(new URL(target), message.socket.localPort)) return incoming
  message.url = withPath(target).replace(/^[a-z]+:\/\/[^/]*/i, '')
  return new Incoming(message, undefined, upgrade)
}
