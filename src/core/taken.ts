import { type Body, bodyLength } from './body.ts'
import type { Chunk } from './chunks.ts'
import { keptDecoded } from './field-value.ts'
import {
  type HeaderMap,
  type MutableHeaderMap,
  canonicalValue,
  newHeaders,
  noHeaders,
  withoutHeaders,
} from './headers.ts'
import { readPairs } from './match/pairs.ts'
import { mediaType } from './media.ts'
import type { RecordedRequest, RecordedResponse } from './model.ts'
import { remembering } from './remembering.ts'

/** What a surface knows of a request once it was sent. */
export interface TakenRequest {
  readonly method: string
  readonly url: string
  /** Names in Go's canonical form. */
  readonly headers: HeaderMap
  readonly body: Body
  /** How many bytes the body has, where it is not kept: it is too large, or went out in part. */
  readonly length?: number | undefined
  /** Whether the body was sent without its length. */
  readonly isChunked?: boolean | undefined
  /** Whether a content-coding was taken off the body. */
  readonly isDecoded?: boolean
}

/** What a surface knows of a response once its body has ended. */
export interface TakenResponse {
  readonly code: number
  readonly reason: string
  /** As on the wire: `HTTP/1.1`, `HTTP/2.0`. */
  readonly proto: string
  /** Names in Go's canonical form. */
  readonly headers: HeaderMap
  readonly trailer: HeaderMap
  readonly body: Body
  readonly isDecoded: boolean
  /** Nanoseconds to the headers. */
  readonly duration: number
  readonly chunks?: readonly Chunk[] | undefined
  readonly error?: string | undefined
}

const codingHeaders: ReadonlySet<string> = new Set(['content-encoding', 'content-length'])
// Go tells it as a field of its own.
const framingHeaders: ReadonlySet<string> = new Set(['transfer-encoding'])

/** A request as go-vcr writes it: always as HTTP/1.1, `form` is the query and the urlencoded body. */
export function requestOf(taken: TakenRequest): RecordedRequest {
  return {
    proto: 'HTTP/1.1',
    protoMajor: 1,
    protoMinor: 1,
    contentLength:
      taken.length ?? (taken.isChunked || taken.isDecoded ? -1 : bodyLength(taken.body)),
    transferEncoding: taken.isChunked ? ['chunked'] : [],
    trailer: noHeaders,
    host: hostOf(taken.url),
    remoteAddr: '',
    requestUri: '',
    body: taken.body,
    form: formOf(taken),
    headers: taken.isDecoded ? withoutHeaders(taken.headers, codingHeaders) : taken.headers,
    url: taken.url,
    method: taken.method,
  }
}

/** A response as go-vcr writes it: a decoded body has no coding header and a length of -1. */
export function responseOf(taken: TakenResponse): RecordedResponse {
  const framing = taken.headers['Transfer-Encoding']
  const headers = framing ? withoutHeaders(taken.headers, framingHeaders) : taken.headers
  const [major, minor] = protoNumbers(taken.proto)
  const { chunks, error } = taken
  const response: RecordedResponse = {
    proto: taken.proto,
    protoMajor: major,
    protoMinor: minor,
    transferEncoding: framing?.map((name) => name.toLowerCase()) ?? [],
    trailer: taken.trailer,
    contentLength: contentLengthOf(taken),
    uncompressed: taken.isDecoded,
    body: taken.body,
    headers: taken.isDecoded ? withoutHeaders(headers, codingHeaders) : headers,
    status: taken.reason === '' ? String(taken.code) : `${taken.code} ${taken.reason}`,
    code: taken.code,
    duration: taken.duration,
  }
  // Most have neither: to spread nothing takes V8 as long as to make the rest.
  if (chunks === undefined && error === undefined) return response
  return { ...response, ...(chunks && { chunks }), ...(error !== undefined && { error }) }
}

function contentLengthOf(taken: TakenResponse): number {
  if (taken.isDecoded) return -1
  const text = canonicalValue(taken.headers, 'Content-Length')
  if (text !== undefined && /^\d{1,15}$/.test(text)) return Number(text)
  // Go knows that there is nothing to come, and programs in Go ask for it.
  return taken.code === 204 || taken.code === 304 ? 0 : -1
}

const protoNumbers = remembering((proto): [number, number] => {
  const found = /^HTTP\/(\d+)(?:\.(\d+))?$/.exec(proto)
  return [Number(found?.[1] ?? 1), Number(found?.[2] ?? (found === null ? 1 : 0))]
})

const originOfUrl = /^https?:\/\/[^/?#\\]+/i
const behindOrigin = /[/?#\\]/
const hostOfOrigin = remembering((text) => new URL(text).host)
let last = { origin: '', host: '' }

/** The host of a URL as it stands in its requests. To parse a URL takes long, and its origin is mostly that of the one before. */
function hostOf(url: string): string {
  if (beginsWith(url, last.origin)) return last.host
  const origin = originOfUrl.exec(url)?.[0]
  if (origin === undefined) return new URL(url).host
  last = { origin, host: hostOfOrigin(origin) }
  return last.host
}

function beginsWith(url: string, origin: string): boolean {
  return origin !== '' && url.startsWith(origin) && behindOrigin.test(url.charAt(origin.length))
}

function formOf({ url, headers, body }: TakenRequest): HeaderMap {
  const form = newHeaders()
  // Go lists the body's values before the query's.
  if (typeof body === 'string' && body !== '' && isForm(headers)) {
    addTo(form, body)
  }
  const query = url.indexOf('?')
  if (query !== -1) addQuery(form, url, query + 1)
  return form
}

const isPlain = /^[\w.~*=&-]*$/

/** Adds the pairs of a query. To parse a URL takes long, and most queries have nothing to decode. */
function addQuery(form: MutableHeaderMap, url: string, start: number): void {
  const query = url.slice(start)
  if (!isPlain.test(query)) return addTo(form, query.replace(/#.*/s, ''))
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    if (equals !== -1) (form[pair.slice(0, equals)] ??= []).push(pair.slice(equals + 1))
    else if (pair !== '') (form[pair] ??= []).push('')
  }
}

function isForm(headers: HeaderMap): boolean {
  return mediaType(headers) === 'application/x-www-form-urlencoded'
}

function addTo(form: MutableHeaderMap, text: string): void {
  for (const [name, value] of readPairs(text)) {
    ;(form[keptDecoded(name)] ??= []).push(keptDecoded(value))
  }
}
