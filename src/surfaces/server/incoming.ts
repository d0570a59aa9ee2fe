import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import type { HeaderMap } from '../../core/headers.ts'
import { remembering } from '../../core/remembering.ts'
import type { Inside } from './tunnel.ts'
import type { Upgrade } from './upgrade.ts'
import {
  type RawFields,
  endToEnd,
  goesOn,
  isNamed,
  keeping,
  requestHeaders,
  valuesOf,
} from './fields.ts'

const ownPrefix = 'x-wiretape-'

// Whole: a name that is put together is not yet one to look up, and each request is asked for most of them.
const ownFields = {
  cassette: 'x-wiretape-cassette',
  fault: 'x-wiretape-fault',
  session: 'x-wiretape-session',
  token: 'x-wiretape-token',
  upstream: 'x-wiretape-upstream',
} as const

/** Node's message, of either protocol. */
export type Message = IncomingMessage | Http2ServerRequest

/** A request as it came in, without what spoke to the connection and to wiretape itself. */
export class Incoming {
  readonly message: Message
  readonly method: string
  /** The request's target, raw: a path with its query, or an absolute URL. Percent-encoded throughout. */
  readonly target: string
  readonly isTunnelled: boolean
  /** The host that is connected to, where it is not that of the target. */
  readonly at: string | undefined
  /** The name that the client called us by, with its port; empty where it gave none. */
  readonly host: string
  readonly isChunked: boolean
  readonly hasBody: boolean
  /** The other protocol that its client would speak; nothing where it is HTTP as ever. */
  readonly upgrade: Upgrade | undefined
  readonly #fieldsByName: Message['headers']
  #fields: RawFields | undefined
  #headers: HeaderMap | undefined

  /** @param inside - For whom it is, where it came through a tunnel. */
  constructor(message: Message, inside?: Inside, upgrade?: Upgrade) {
    const { headers, method = 'GET', url = '/' } = message
    const length = headers['content-length']
    this.message = message
    this.#fieldsByName = headers
    this.upgrade = upgrade
    this.method = method
    const isPath = url.startsWith('/')
    this.isTunnelled = inside !== undefined
    this.target = isPath ? `${inside?.origin ?? ''}${encoded(url)}` : encoded(url)
    this.at = isPath ? inside?.at : undefined
    this.host = headers.host ?? headers[':authority']?.toString() ?? ''
    // HTTP/2 needs no field to say that there is a body.
    const isStreamed =
      'stream' in message && !message.stream.endAfterHeaders && length === undefined
    this.isChunked = isStreamed || headers['transfer-encoding'] !== undefined
    this.hasBody = this.isChunked || (length ?? '0') !== '0'
  }

  /** As a client inside a tunnel calls its service; nothing where its URL says it. */
  get service(): string | undefined {
    const { headers, url = '/' } = this.message
    if (!this.isTunnelled || !url.startsWith('/')) return undefined
    return headers[':authority']?.toString() ?? headers.host
  }

  /** What goes on to an upstream. */
  get fields(): RawFields {
    return (this.#fields ??= fieldsOf(this.message))
  }

  /** The same, as it is matched and kept. */
  get headers(): HeaderMap {
    return (this.#headers ??= requestHeaders(this.fields))
  }

  /** What the client tells wiretape: the first value of a field of ours. */
  own(name: keyof typeof ownFields): string | undefined {
    return this.field(ownFields[name])
  }

  /** The first value of a field, its name in lower case. */
  field(name: string): string | undefined {
    const value = this.#fieldsByName[name]
    return Array.isArray(value) ? value[0] : value
  }

  /** Whether the client asks not to send its body before it is told to. */
  get expectsContinue(): boolean {
    return valuesOf(this.message.rawHeaders, 'expect').some((value) =>
      /^100-continue$/i.test(value),
    )
  }
}

const goesUpstream = remembering((name) => {
  const lower = name.toLowerCase()
  return goesOn(lower) && !lower.startsWith(ownPrefix) && !lower.startsWith(':')
})

function fieldsOf(message: Message): RawFields {
  const fields = endToEnd(message.rawHeaders, goesUpstream)
  return 'stream' in message ? withOneCookie(fields) : fields
}

/** HTTP/2 may send a Cookie in crumbs, which are one field in HTTP/1 (RFC 9113, section 8.2.3). Browsers do. */
function withOneCookie(fields: RawFields): RawFields {
  const crumbs = valuesOf(fields, 'cookie')
  if (crumbs.length < 2) return fields
  return [...keeping(fields, (name) => !isNamed(name, 'cookie')), 'Cookie', crumbs.join('; ')]
}

const beyondAscii = /[^\x21-\x7e]/

/** Node gives the target's bytes as Latin-1; in a URL those above ASCII are percent-encoded. */
function encoded(target: string): string {
  if (!beyondAscii.test(target)) return target
  return target.replace(
    /[^\x21-\x7e]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
