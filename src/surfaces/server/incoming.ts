import type { IncomingMessage } from 'node:http'
import type { HeaderMap } from '../../core/headers.ts'
import { type RawFields, endToEnd, keeping, requestHeaders, valuesOf } from './fields.ts'

const ownPrefix = 'x-wiretape-'

/** A request as it came in, without what spoke to the connection and to wiretape itself. */
export class Incoming {
  readonly message: IncomingMessage
  readonly method: string
  /** The request's target, raw: a path with its query, or an absolute URL. Percent-encoded throughout. */
  readonly target: string
  /** The name that the client called us by, with its port; empty where it gave none. */
  readonly host: string
  readonly isChunked: boolean
  readonly hasBody: boolean
  #fields: RawFields | undefined
  #headers: HeaderMap | undefined

  constructor(message: IncomingMessage) {
    const { headers, method = 'GET', url = '/' } = message
    this.message = message
    this.method = method
    this.target = encoded(url)
    this.host = headers.host ?? ''
    this.isChunked = headers['transfer-encoding'] !== undefined
    this.hasBody = this.isChunked || (headers['content-length'] ?? '0') !== '0'
  }

  /** What goes on to an upstream. */
  get fields(): RawFields {
    return (this.#fields ??= keeping(
      endToEnd(this.message.rawHeaders),
      (name) => !name.startsWith(ownPrefix),
    ))
  }

  /** The same, as it is matched and kept. */
  get headers(): HeaderMap {
    return (this.#headers ??= requestHeaders(this.fields))
  }

  /** What the client tells wiretape: the first value of `x-wiretape-<name>`. */
  own(name: string): string | undefined {
    const value = this.message.headers[ownPrefix + name]
    return Array.isArray(value) ? value[0] : value
  }

  /** Whether the client asks not to send its body before it is told to. */
  get expectsContinue(): boolean {
    return valuesOf(this.message.rawHeaders, 'expect').some((value) =>
      /^100-continue$/i.test(value),
    )
  }
}

/** Node gives the target's bytes as Latin-1; in a URL those above ASCII are percent-encoded. */
function encoded(target: string): string {
  return target.replace(
    /[^\x21-\x7e]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
