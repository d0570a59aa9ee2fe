import { ClientRequest, OutgoingMessage } from 'node:http'

type Heard = (agent: unknown) => void

const listening = new Set<Heard>()
let isTold = false

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
  haveThemTold()
  listening.add(heard)
  return () => void listening.delete(heard)
}

/** Once, and for good: each change to what all requests stand on makes V8 forget the code that it made for them. */
function haveThemTold(): void {
  if (isTold) return
  isTold = true
  const prototype = prototypeOfRequests()
  const ofAnotherCopy = Object.getOwnPropertyDescriptor(prototype, 'agent')
  // A request is given its agent as it is made. From then on it is its own, as ever.
  function agent(this: ClientRequest, given: unknown): void {
    if (ofAnotherCopy?.set) ofAnotherCopy.set.call(this, given)
    else Object.defineProperty(this, 'agent', { ...own, value: given })
    for (const heard of listening) heard(given)
  }
  Object.defineProperty(prototype, 'agent', {
    configurable: true,
    get: () => undefined,
    set: agent,
  })
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
