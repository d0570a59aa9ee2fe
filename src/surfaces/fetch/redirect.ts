import { bodyOf } from '../../core/body.ts'
import { type Hop, hopOf, isRequest } from './hop.ts'
import type { Payload } from './payload.ts'

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
 * Where a response sends its request to, or nothing where it does not.
 *
 * @throws TypeError as fetch does, where the redirect cannot be followed.
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function locationOf(hop: Hop, response: Response): URL | undefined {
  if (!redirectCodes.has(response.status) || hop.redirect === 'manual') return undefined
  if (hop.redirect === 'error') throw fetchFailed('unexpected redirect')
  const location = response.headers.get('location')
  if (location === null) return undefined
  const to = targetOf(location, hop.request.url)
  if (!/^https?:$/.test(to.protocol)) throw fetchFailed('URL scheme must be a HTTP(S) scheme')
  if (to.username !== '' || to.password !== '') {
    throw fetchFailed('cross origin not allowed for request mode "cors"')
  }
  return to
}

/** The request after a redirect. @throws TypeError as fetch does, where its body is gone */
export async function nextHop(hop: Hop, code: number, to: URL): Promise<Hop> {
  // Fetch says no more than that.
  if (code !== 303 && hop.payload.kind === 'stream') throw fetchFailed('')
  const leavesOrigin = to.origin !== new URL(hop.request.url).origin
  const becomesGet = turnsIntoGet(hop.request.method, code)
  const headers = headersFor(hop, becomesGet, leavesOrigin)
  const init: RequestInit = { ...hop.init, headers, ...(hop.signal && { signal: hop.signal }) }
  init.method = becomesGet ? 'GET' : hop.request.method
  if (becomesGet) delete init.body
  const payload = becomesGet ? nothing : await sentAgain(hop.payload)
  return { ...hopOf(to.href, init, payload), type: leavesOrigin ? 'cors' : hop.type }
}

const nothing: Payload = { kind: 'none' }

async function sentAgain(payload: Payload): Promise<Payload> {
  if (payload.kind !== 'inside') return payload
  const bytes = await payload.copy.whole()
  return { kind: 'known', send: bytes, body: bodyOf(bytes), type: undefined }
}

/** Many servers send it in UTF-8, which fetch sees as Latin-1. */
function targetOf(location: string, from: string): URL {
  try {
    const to = new URL(Buffer.from(location, 'latin1').toString(), from)
    to.hash = ''
    return to
  } catch (error) {
    throw new TypeError('fetch failed', { cause: error })
  }
}

function turnsIntoGet(method: string, code: number): boolean {
  if (code === 303) return method !== 'GET' && method !== 'HEAD'
  return (code === 301 || code === 302) && method === 'POST'
}

function headersFor(hop: Hop, becomesGet: boolean, leavesOrigin: boolean): Headers {
  const headers = new Headers(isRequest(hop.input) ? hop.input.headers : hop.init.headers)
  for (const name of becomesGet ? ofTheBody : []) headers.delete(name)
  for (const name of leavesOrigin ? ofTheOrigin : []) headers.delete(name)
  return headers
}

/** The error that fetch gives where the network or the protocol fails. */
export function fetchFailed(reason: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(reason) })
}
