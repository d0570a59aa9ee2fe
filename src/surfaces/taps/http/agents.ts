import { ClientRequest, OutgoingMessage } from 'node:http'

/**
 * Tells of the agents of requests, before they are asked for a connection; of one that is asked again and again, once.
 *
 * Many stand on no class of Node's, and may have been made before anybody watched: those of tunnel and https-proxy-agent 5.
 */
export function watchAgents(notice: (agent: object) => void): () => void {
  let last: unknown
  const heard = (agent: unknown): void => {
    if (agent === last || typeof agent !== 'object' || agent === null) return
    last = agent
    notice(agent)
  }
  const prototype = prototypeOfRequests()
  // A request is given its agent as it is made. From then on it is its own, as ever.
  function agent(this: ClientRequest, given: unknown): void {
    Object.defineProperty(this, 'agent', { ...own, value: given })
    heard(given)
  }
  Object.defineProperty(prototype, 'agent', {
    configurable: true,
    get: () => undefined,
    set: agent,
  })
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, 'agent')?.set !== agent) return
    Reflect.deleteProperty(prototype, 'agent')
  }
}

const own = { configurable: true, enumerable: true, writable: true }

/** What all requests have in common: nock puts a class of its own over that of Node. */
export function prototypeOfRequests(): ClientRequest {
  let at = ClientRequest.prototype
  for (;;) {
    const below: unknown = Object.getPrototypeOf(at)
    if (below === OutgoingMessage.prototype || below === null) return at
    at = below as ClientRequest
  }
}
