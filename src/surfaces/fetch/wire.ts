import { shared } from '../taps/scopes.ts'
import type { FetchInput } from './hop.ts'
import { type Wire, newWire, watchWire } from '../undici/wire.ts'

/** A fetch that is under way, and what undici tells of it. */
export interface SentFetch {
  readonly response: Promise<Response>
  readonly wire: Wire
}

const nodesOwn = globalThis.fetch
// Before, an AsyncLocalStorage that is in use makes every promise of the process slower.
const isContextCheap = Number.parseInt(process.versions.node) >= 24

/**
 * Calls fetch for a request that its recorder was asked about: no tap asks again.
 *
 * Whether it goes over HTTP/2 can be told only by following it. The built-in fetch of Node 20 and 22 speaks HTTP/1.
 */
export function sendFetch(send: typeof fetch, input: FetchInput, init: RequestInit): SentFetch {
  const wire = newWire()
  const { recorders, scopes } = shared()
  const isFollowed = recorders.size > 0 || isContextCheap || send !== nodesOwn
  if (!isFollowed) return { response: send(input, init), wire }
  watchWire()
  return { response: scopes.run({ recorder: undefined, wire }, () => send(input, init)), wire }
}
