import * as http from 'node:http'
import * as https from 'node:https'
import type { RawFields } from './fields.ts'

/** The connections to upstreams. Those over TLS are verified as Node verifies its own, unless it is told otherwise. */
export class Upstreams {
  readonly #http = new http.Agent({ keepAlive: true })
  readonly #https: https.Agent

  constructor({ insecure = false }: { readonly insecure?: boolean } = {}) {
    this.#https = new https.Agent({ keepAlive: true, rejectUnauthorized: !insecure })
  }

  /** Begins a request. Its fields go out as they are given, case and order and all. */
  request(method: string, url: string, fields: RawFields): http.ClientRequest {
    const { protocol, hostname, port } = new URL(url)
    const isTls = protocol === 'https:'
    return (isTls ? https : http).request({
      agent: isTls ? this.#https : this.#http,
      // Brackets are for URLs, not for addresses.
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      ...(port !== '' && { port: Number(port) }),
      method,
      // Cut from the text: a parsed URL would no longer be what the client sent.
      path: url.slice(url.indexOf('/', protocol.length + 2)),
      headers: [...fields],
    })
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}
