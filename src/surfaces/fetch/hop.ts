import type { Body } from '../../core/body.ts'
import { type HeaderMap, headersOf, headerValue } from '../../core/headers.ts'
import { remembering } from '../../core/remembering.ts'
import type { HttpRequest } from '../../engine/http-request.ts'
import { throwIfAborted } from '../on-abort.ts'
import { checkInit } from './check-init.ts'
import { type Payload, payloadInside, payloadOf } from './payload.ts'

/** What fetch takes first. */
export type FetchInput = string | URL | Request

/** One request of a fetch: the first, or one after a redirect. */
export interface Hop {
  readonly request: HttpRequest
  readonly input: FetchInput
  readonly init: RequestInit
  readonly payload: Payload
  readonly redirect: 'follow' | 'manual' | 'error'
  readonly signal: AbortSignal | undefined
  /** The type of its response: `cors` once a redirect has left the origin. */
  readonly type: 'basic' | 'cors'
}

/**
 * Understands what fetch was called with.
 *
 * @param readUpTo - Reads the body first, up to so many bytes; 0 leaves streams alone.
 * @throws TypeError as fetch does, for what is no URL or no request.
 */
export function firstHop(
  input: FetchInput,
  init: RequestInit | undefined,
  readUpTo: number,
): Hop | Promise<Hop> {
  if (isRequest(input)) return hopInside(input, init, readUpTo)
  throwIfAborted(init?.signal)
  const url = hrefOf(String(input))
  if (init !== undefined) checkInit(url, init)
  const payload = payloadOf(init?.body, readUpTo)
  return payload instanceof Promise
    ? payload.then((read) => hopOf(url, init ?? {}, read))
    : hopOf(url, init ?? {}, payload)
}

/** Whether fetch's input is a Request, of whichever copy of undici. */
export function isRequest(input: unknown): input is Request {
  return typeof input === 'object' && input !== null && 'clone' in input && 'url' in input
}

/** A hop from an init whose body was understood already. @throws TypeError as fetch does */
export function hopOf(url: string, init: RequestInit, payload: Payload): Hop {
  const method = methodOf(init.method)
  if (payload.kind !== 'none' && (method === 'GET' || method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.')
  }
  return {
    request: new LazyRequest(method, url, init, payload),
    input: url,
    init,
    payload,
    redirect: init.redirect ?? 'follow',
    signal: init.signal ?? undefined,
    type: 'basic',
  }
}

async function hopInside(
  given: Request,
  init: RequestInit | undefined,
  readUpTo: number,
): Promise<Hop> {
  const RequestOfItsKind = given.constructor as typeof Request
  const input = new RequestOfItsKind(given, init)
  const { method, redirect, signal } = input
  throwIfAborted(signal)
  const payload = await payloadInside(input, readUpTo)
  const request = {
    method,
    url: hrefOf(input.url),
    headers: headersOf(input.headers),
    body: payload.kind === 'none' ? '' : payload.body,
  }
  // What only fetch itself understands, such as undici's `dispatcher`, goes on with the request.
  const { body: _body, method: _method, headers: _headers, ...rest } = init ?? {}
  return { request, input, init: rest, payload, redirect, signal, type: 'basic' }
}

/** The headers are put together when somebody asks: to match a request they are seldom needed. */
class LazyRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: Body | undefined
  readonly isChunked: boolean
  readonly #init: RequestInit
  readonly #payload: Payload
  #headers: HeaderMap | undefined

  constructor(method: string, url: string, init: RequestInit, payload: Payload) {
    this.method = method
    this.url = url
    this.body = payload.kind === 'none' ? '' : payload.body
    this.isChunked = payload.kind === 'stream'
    this.#init = init
    this.#payload = payload
  }

  get headers(): HeaderMap {
    return (this.#headers ??= this.#collect())
  }

  #collect(): HeaderMap {
    const given = headersOf(new Headers(this.#init.headers))
    const type = this.#payload.kind === 'known' ? this.#payload.type : undefined
    if (type === undefined || headerValue(given, 'Content-Type') !== undefined) return given
    return Object.assign(Object.create(null), given, { 'Content-Type': [type] }) as HeaderMap
  }
}

const upperCased = /^(?:delete|get|head|options|post|put)$/i

function methodOf(method: string | undefined): string {
  if (method === undefined) return 'GET'
  return upperCased.test(method) ? method.toUpperCase() : method
}

/** The URL as it is sent: absolute and without its fragment. @throws TypeError where it is none, or holds credentials */
function hrefOf(text: string): string {
  if (isHref(text)) return text
  const url = new URL(text)
  if (text.includes('@') && (url.username !== '' || url.password !== '')) {
    throw new TypeError(
      `Request cannot be constructed from a URL that includes credentials: ${text}`,
    )
  }
  if (text.includes('#')) url.hash = ''
  const { href } = url
  // The caller's own string, where it can be: its hash is known by then.
  return href === text ? text : href
}

// Path and query of what a URL parser leaves as it is: nothing to be escaped, no dot segments.
const plainTarget = /(?:\/(?!\.|%2e)[\w!$&()*+,;=:@.~%-]*)+(?:\?[\w!$&()*+,;=:@.~%/?-]*)?$/iy

/** Whether a URL is surely written as a parser writes it. To parse it takes as long as to find what is played. */
function isHref(text: string): boolean {
  const end = text.indexOf('/', 'https://'.length)
  if (end === -1) return false
  plainTarget.lastIndex = end
  return plainTarget.test(text) && isOrigin(text.slice(0, end))
}

const isOrigin = remembering((text) => URL.canParse(text) && new URL(text).origin === text)
