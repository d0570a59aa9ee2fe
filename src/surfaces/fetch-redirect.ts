import { bodyOf } from '../core/body.ts'
import { type Hop, hopOf } from './fetch-hop.ts'
import type { Payload } from './fetch-payload.ts'

const redirectCodes: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
const ofTheBody = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
]
const ofTheOrigin = ['authorization', 'proxy-authorization', 'cookie', 'host']

/** The most hops that fetch follows. */
export const mostHops = 20

/**
 * The request that a response asks for, or nothing where it asks for none.
 *
 * @throws TypeError as fetch does, where the redirect cannot be followed.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function nextHop(hop: Hop, response: Response): Hop | undefined {
  const location = redirectCodes.has(response.status) ? response.headers.get('location') : null
  if (location === null || hop.redirect === 'manual') return undefined
  if (hop.redirect === 'error') throw fetchFailed('unexpected redirect')
  const from = new URL(hop.request.url)
  const to = targetOf(location, from)
  const becomesGet = turnsIntoGet(hop.request.method, response.status)
  const payload = becomesGet ? nothing : sentAgain(hop.payload)
  const headers = headersFor(hop, becomesGet, to.origin !== from.origin)
  const init: RequestInit = { ...hop.init, headers, ...(hop.signal && { signal: hop.signal }) }
  init.method = becomesGet ? 'GET' : hop.request.method
  if (becomesGet) delete init.body
  return hopOf(to.href, init, payload)
}

const nothing: Payload = { kind: 'none' }

/** The body of a request that is sent once more. @throws TypeError as fetch does, where it is gone */
function sentAgain(payload: Payload): Payload {
  if (payload.kind === 'none' || payload.kind === 'known') return payload
  const bytes = payload.kind === 'inside' ? payload.copy.bytes : undefined
  if (bytes === undefined) throw fetchFailed('the body was sent already')
  return { kind: 'known', send: bytes, body: bodyOf(bytes), type: undefined }
}

function targetOf(location: string, from: URL): URL {
  const isUrl = URL.canParse(location, from.href)
  const to = isUrl ? new URL(location, from) : undefined
  if (to === undefined || !/^https?:$/.test(to.protocol)) {
    throw fetchFailed('URL scheme must be a HTTP(S) scheme')
  }
  to.hash = ''
  return to
}

function turnsIntoGet(method: string, code: number): boolean {
  if (code === 303) return method !== 'GET' && method !== 'HEAD'
  return (code === 301 || code === 302) && method === 'POST'
}

function headersFor(hop: Hop, becomesGet: boolean, leavesOrigin: boolean): Headers {
  const headers = new Headers(hop.input instanceof Request ? hop.input.headers : hop.init.headers)
  for (const name of becomesGet ? ofTheBody : []) headers.delete(name)
  for (const name of leavesOrigin ? ofTheOrigin : []) headers.delete(name)
  return headers
}

/** The error that fetch gives where the network or the protocol fails. */
export function fetchFailed(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) })
}
