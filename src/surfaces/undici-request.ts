import type { Body } from '../core/body.ts'
import { bodyOf } from '../core/body.ts'
import { type HeaderMap, headersOf } from '../core/headers.ts'
import type { HttpRequest } from '../engine/http-request.ts'
import { type ObjectHeaders, pairsOf } from './undici-handler.ts'

/** The part of undici's dispatch options that says what is asked for. */
export interface DispatchOptions {
  readonly origin?: string | URL
  readonly path: string
  readonly method: string
  readonly query?: Readonly<Record<string, unknown>> | null
  readonly headers?: unknown
  readonly body?: unknown
  readonly upgrade?: unknown
}

/** A request's body as undici was given it. */
export type GivenBody =
  | { readonly kind: 'known'; readonly body: Body }
  /** It has to be read first, and is then sent on in the same manner. */
  | { readonly kind: 'later' }

/** Looks at a body without touching it. */
export function givenBody(body: unknown): GivenBody {
  if (body === undefined || body === null) return { kind: 'known', body: '' }
  if (typeof body === 'string') return { kind: 'known', body }
  if (body instanceof Uint8Array) return { kind: 'known', body: bodyOf(body) }
  return { kind: 'later' }
}

/** The options with the body read, and the body; none where it is larger than allowed. */
export interface ReadOptions {
  readonly options: DispatchOptions
  readonly body: Body | undefined
}

/** Reads a body that has to be read first. What is sent on keeps its framing. */
export async function readBody(options: DispatchOptions, maxBytes: number): Promise<ReadOptions> {
  const given = options.body
  if (given instanceof FormData) {
    const encoded = new Response(given)
    const bytes = new Uint8Array(await encoded.arrayBuffer())
    const type = encoded.headers.get('content-type') ?? ''
    const headers = [...requestPairs(options.headers), ['content-type', type]].flat()
    return { options: { ...options, headers, body: bytes }, body: bodyOf(bytes) }
  }
  if (given instanceof Blob || given instanceof ArrayBuffer) {
    const bytes = new Uint8Array(await new Response(given).arrayBuffer())
    return { options, body: bytes.length > maxBytes ? undefined : bodyOf(bytes) }
  }
  return readIterable(options, given as AsyncIterable<Uint8Array | string>, maxBytes)
}

async function readIterable(
  options: DispatchOptions,
  given: AsyncIterable<Uint8Array | string>,
  maxBytes: number,
): Promise<ReadOptions> {
  const iterator = given[Symbol.asyncIterator]()
  const pieces: Uint8Array[] = []
  let length = 0
  let isWhole = false
  while (!isWhole && length <= maxBytes) {
    const { done, value } = await iterator.next()
    isWhole = done === true
    if (isWhole) break
    const piece = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array)
    pieces.push(piece)
    length += piece.length
  }
  // An iterable again, not bytes: undici would send those with a length.
  async function* again(): AsyncGenerator<Uint8Array | string> {
    yield* pieces
    if (!isWhole) yield* { [Symbol.asyncIterator]: () => iterator }
  }
  const body = isWhole ? bodyOf(Buffer.concat(pieces)) : undefined
  return { options: { ...options, body: again() }, body }
}

/**
 * The request that dispatch options describe.
 *
 * @param origin - Where it goes to if the options do not say.
 * @param body - The body, where it is known.
 */
export function requestOf(
  options: DispatchOptions,
  origin: string | undefined,
  body: Body | undefined,
): HttpRequest {
  return new DispatchedRequest(options, origin, body)
}

class DispatchedRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: Body | undefined
  readonly #given: unknown
  #headers: HeaderMap | undefined

  constructor(options: DispatchOptions, origin: string | undefined, body: Body | undefined) {
    this.method = options.method
    this.url = urlOf(options, origin)
    this.body = body
    this.#given = options.headers
  }

  get headers(): HeaderMap {
    return (this.#headers ??= headersOf(requestPairs(this.#given)))
  }
}

function urlOf(options: DispatchOptions, origin: string | undefined): string {
  const base = String(options.origin ?? origin ?? '').replace(/\/$/, '')
  const isAbsolute = /^https?:\/\//i.test(options.path)
  const url = isAbsolute ? options.path : `${base}${options.path}`
  const query = options.query ? new URLSearchParams(queryPairs(options.query)).toString() : ''
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function* queryPairs(query: Readonly<Record<string, unknown>>): Generator<[string, string]> {
  for (const name of Object.keys(query)) {
    const value = query[name]
    for (const item of Array.isArray(value) ? value : [value]) yield [name, String(item ?? '')]
  }
}

/** Undici takes headers flat, as an object, or as anything that iterates over pairs. */
function requestPairs(headers: unknown): [string, string][] {
  if (headers === null || typeof headers !== 'object') return []
  if (!(Symbol.iterator in headers)) return [...pairsOf(headers as ObjectHeaders)]
  const items = [...(headers as Iterable<unknown>)]
  const isFlat = items.every((item) => !Array.isArray(item))
  const pairs = isFlat ? pairUp(items) : (items as [unknown, unknown][])
  return pairs.flatMap(([name, value]) =>
    valuesOf(value).map((one) => [String(name), one] as [string, string]),
  )
}

function pairUp(items: readonly unknown[]): [unknown, unknown][] {
  const pairs: [unknown, unknown][] = []
  for (let index = 0; index + 1 < items.length; index += 2)
    pairs.push([items[index], items[index + 1]])
  return pairs
}

function valuesOf(value: unknown): string[] {
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map((item) =>
    item instanceof Uint8Array ? Buffer.from(item).toString('latin1') : String(item),
  )
}
