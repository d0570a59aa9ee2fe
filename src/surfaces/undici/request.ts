import { type ParsedUrlQueryInput, stringify } from 'node:querystring'
import type { Body } from '../../core/body.ts'
import { type HeaderMap, headersOf, headerValue } from '../../core/headers.ts'
import { isBytes } from '../../core/realms.ts'
import type { HttpRequest } from '../../engine/http-request.ts'
import { type Scope, scopeKey } from '../taps/scopes.ts'
import type { Wire } from './wire.ts'

/** The part of undici's dispatch options that says what is asked for. */
export interface DispatchOptions {
  readonly origin?: string | URL
  readonly path: string
  readonly method: string
  readonly query?: Readonly<Record<string, unknown>> | null
  readonly headers?: unknown
  readonly body?: unknown
  readonly upgrade?: unknown
  /** How long its sender waits, in milliseconds, 0 for ever: where it says nothing, its dispatcher does. */
  readonly headersTimeout?: number | null
  readonly bodyTimeout?: number | null
  /** In whose scope the request was made, while it waits in a queue of undici's. */
  readonly [scopeKey]?: Scope | undefined
}

/**
 * The same options with the scope in which the request was made.
 *
 * Not spread: to add a key to what is spread takes V8 a microsecond, and what it makes is slow to read.
 */
export function optionsIn(options: DispatchOptions, scope: Scope | undefined): DispatchOptions {
  return Object.assign({ [scopeKey]: scope }, options, { [scopeKey]: scope })
}

/** The same options, with headers that can be read again: of an iterator nothing is left when it was read once. */
export function withLastingHeaders(options: DispatchOptions): DispatchOptions {
  const { headers } = options
  if (typeof headers !== 'object' || headers === null || !isIterator(headers)) return options
  const pairs = [...headers]
  // No array: undici takes one for names and values in turn.
  return { ...options, headers: { [Symbol.iterator]: () => pairs.values() } }
}

function isIterator(headers: object): headers is Iterable<unknown> {
  if (Array.isArray(headers) || !(Symbol.iterator in headers)) return false
  const iterator: object = (headers as Iterable<unknown>)[Symbol.iterator]()
  return iterator === headers
}

/** What a request is made of. */
interface Parts {
  readonly options: DispatchOptions
  /** Where it goes to if the options do not say. */
  readonly origin: string | undefined
  readonly body: Body | undefined
  readonly isChunked: boolean
  readonly wire: Wire
}

/** The request that dispatch options describe. */
export class DispatchedRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: Body | undefined
  readonly isChunked: boolean
  readonly origin: string
  readonly wire: Wire
  readonly #given: unknown
  #headers: HeaderMap | undefined

  constructor({ options, origin, body, isChunked, wire }: Parts) {
    this.method = options.method
    this.origin = withoutSlash(String(options.origin ?? origin ?? ''))
    this.url = urlOf(options, this.origin)
    this.body = body
    this.isChunked = isChunked
    this.wire = wire
    this.#given = options.headers
  }

  get headers(): HeaderMap {
    return (this.#headers ??= this.#collect())
  }

  #collect(): HeaderMap {
    const given = headersOf(requestPairs(this.#given))
    const { contentType } = this.wire
    if (contentType === undefined || headerValue(given, 'Content-Type') !== undefined) return given
    return Object.assign(Object.create(null), given, { 'Content-Type': [contentType] }) as HeaderMap
  }
}

function withoutSlash(origin: string): string {
  return origin.endsWith('/') ? origin.slice(0, -1) : origin
}

function urlOf(options: DispatchOptions, origin: string): string {
  const { path } = options
  const isAbsolute = !path.startsWith('/') && /^https?:\/\//i.test(path)
  const url = isAbsolute ? path : `${origin}${path}`
  if (!options.query) return url
  // As undici writes it.
  const query = stringify(options.query as ParsedUrlQueryInput)
  return query === '' ? url : `${url}?${query}`
}

/** The header fields of a request: undici takes them flat, as an object, or as anything that iterates over pairs. */
export function requestPairs(headers: unknown): [string, string][] {
  if (headers === null || typeof headers !== 'object') return []
  return [...entriesOf(headers)].flatMap(([name, value]) =>
    valuesOf(value).map((one) => [String(name), one] as [string, string]),
  )
}

function entriesOf(headers: object): Iterable<readonly [unknown, unknown]> {
  if (Array.isArray(headers)) return pairUp(headers)
  if (Symbol.iterator in headers) return headers as Iterable<[unknown, unknown]>
  return Object.entries(headers)
}

function pairUp(items: readonly unknown[]): [unknown, unknown][] {
  const pairs: [unknown, unknown][] = []
  for (let index = 0; index + 1 < items.length; index += 2)
    pairs.push([items[index], items[index + 1]])
  return pairs
}

/** As undici writes them: numbers, too. */
function valuesOf(value: unknown): string[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value : [value]).map((item) => {
    if (item === null) return ''
    return isBytes(item) ? Buffer.from(item).toString('latin1') : String(item)
  })
}
