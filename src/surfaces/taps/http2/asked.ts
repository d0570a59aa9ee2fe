import type { Body } from '../../../core/body.ts'
import { type HeaderMap, headersOf } from '../../../core/headers.ts'
import type { HttpRequest } from '../../../engine/http-request.ts'
import { ownSymbol } from '../../own-symbol.ts'
import { rooted } from '../rooted.ts'

/** The fields that a client gives to a request: an object, or from Node 24 on a list of names and values. */
export type Fields = Readonly<Record<string, unknown>> | readonly unknown[]

/** The request of a client of `node:http2`. */
export class AskedStream implements HttpRequest {
  readonly method: string
  readonly url: string
  readonly body: Body | undefined
  readonly #fields: Fields
  #headers: HeaderMap | undefined

  constructor(url: string, fields: Fields, body: Body | undefined) {
    this.method = methodOf(fields)
    this.url = url
    this.body = body
    this.#fields = fields
  }

  get headers(): HeaderMap {
    return (this.#headers ??= headersOf(pairsOf(this.#fields)))
  }
}

/** What a request does. */
export function methodOf(fields: Fields): string {
  return fieldOf(fields, ':method') ?? 'GET'
}

/** Where a request goes to, absolute. */
export function urlOf(session: object, fields: Fields): string {
  const own = originOf(session)
  const scheme = fieldOf(fields, ':scheme') ?? own.protocol.slice(0, -1)
  const authority = fieldOf(fields, ':authority') ?? fieldOf(fields, 'host') ?? own.authority
  const host = authority.replace(scheme === 'http' ? /:80$/ : /:443$/, '')
  return `${scheme}://${host}${rooted(fieldOf(fields, ':path') ?? '/')}`
}

/** Where a session goes to. */
export function originOf(session: object): Origin {
  const authority = ownText(session, 'authority') ?? 'unknown.invalid'
  return {
    protocol: ownText(session, 'protocol') ?? 'https:',
    // Node leaves out the brackets of an IPv6 address.
    authority: authority.replace(/^([^[]*:.*):(\d+)$/, '[$1]:$2'),
  }
}

interface Origin {
  readonly protocol: string
  readonly authority: string
}

function fieldOf(fields: Fields, name: string): string | undefined {
  const value: unknown = isList(fields)
    ? fields[fields.indexOf(name) + 1 || fields.length]
    : Reflect.get(fields, name)
  return typeof value === 'string' ? value : undefined
}

/** All but those that make the line of a request. */
function* pairsOf(fields: Fields): Generator<[string, string]> {
  const given: Iterable<readonly [unknown, unknown]> = isList(fields)
    ? listed(fields)
    : Object.entries(fields)
  for (const [name, values] of given) {
    if (typeof name !== 'string' || name.startsWith(':')) continue
    for (const value of [values].flat()) {
      if (typeof value === 'string' || typeof value === 'number') yield [name, String(value)]
    }
  }
}

function* listed(fields: readonly unknown[]): Generator<readonly [unknown, unknown]> {
  for (let index = 0; index + 1 < fields.length; index += 2) {
    yield [fields[index], fields[index + 1]]
  }
}

function isList(fields: Fields): fields is readonly unknown[] {
  return Array.isArray(fields)
}

function ownText(session: object, description: string): string | undefined {
  const value = ownSymbol(session, description)
  return typeof value === 'string' ? value : undefined
}
