import type { ClientRequest, RequestOptions } from 'node:http'
import type { Body } from '../../../core/body.ts'
import { type HeaderMap, headersOfRaw, headerValue } from '../../../core/headers.ts'
import type { HttpRequest } from '../../../engine/http-request.ts'
import { rooted } from '../rooted.ts'

/** The request of a Node client. Its headers are read where they are needed: until they are sent they may change. */
export class AskedRequest implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: Body | undefined
  readonly #request: ClientRequest
  #sent: HeaderMap | undefined

  constructor(request: ClientRequest, url: string, body: Body | undefined) {
    this.method = request.method
    this.url = url
    this.body = body
    this.#request = request
  }

  get headers(): HeaderMap {
    if (this.#sent !== undefined) return this.#sent
    const headers = headersOfRequest(this.#request)
    if (this.#request.headersSent) this.#sent = headers
    return headers
  }

  get isChunked(): boolean {
    const codings = this.headers['Transfer-Encoding']
    return codings?.some((coding) => coding.toLowerCase() === 'chunked') === true
  }
}

/** Where a Node client sends its request to, absolute. */
export function urlOf(request: ClientRequest, options: RequestOptions): string {
  const { protocol, host, path } = request
  if (/^https?:\/\//i.test(path)) return path
  const port = String(options.port ?? options.defaultPort ?? '')
  const isDefault = port === '' || port === (protocol === 'https:' ? '443' : '80')
  return `${protocol}//${nameOf(host)}${isDefault ? '' : `:${port}`}${rooted(path)}`
}

const plainName = /^[\w.-]+$/

/** A host as a URL takes it: none takes the zone of an address. Of what no URL can say, a connection of its own knows. */
function nameOf(host: string): string {
  if (plainName.test(host)) return host
  const name = host.includes(':') && !host.startsWith('[') ? `[${host.replace(/%.*$/, '')}]` : host
  return URL.canParse(`http://${name}`) ? name : 'unknown.invalid'
}

/** A field that a request sends. */
export function fieldOf(request: ClientRequest, name: string): string | undefined {
  const value = request.getHeader(name)
  if (value !== undefined) return String(value)
  // Fields that were given as a list are in the head alone.
  return request.headersSent ? headerValue(headersOfRequest(request), name) : undefined
}

function headersOfRequest(request: ClientRequest): HeaderMap {
  return headersOfRaw(sentFields(request))
}

interface WithHead {
  readonly _header?: string | null
}

/** The head of a request as it goes out, once it is made. */
export function headOf(request: ClientRequest): string | undefined {
  return (request as WithHead)._header ?? undefined
}

/** The fields that a request has sent, or would send now. */
function sentFields(request: ClientRequest): string[] {
  const head = headOf(request)
  return head !== undefined ? fieldsIn(head) : request.getRawHeaderNames().flatMap(pairsOf)

  function pairsOf(name: string): string[] {
    return [request.getHeader(name) ?? []].flat().flatMap((value) => [name, String(value)])
  }
}

/** The fields of a head, which ends with an empty line. */
function fieldsIn(head: string): string[] {
  const fields: string[] = []
  let start = head.indexOf('\r\n') + 2
  for (let end = head.indexOf('\r\n', start); end > start; end = head.indexOf('\r\n', start)) {
    const colon = head.indexOf(':', start)
    if (colon > start && colon < end) {
      fields.push(head.slice(start, colon), head.slice(colon + 1, end).trim())
    }
    start = end + 2
  }
  return fields
}
