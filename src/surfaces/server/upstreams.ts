import { once } from 'node:events'
import * as http from 'node:http'
import * as https from 'node:https'
import { type Socket, connect, isIP } from 'node:net'
import { type RawFields, mostHeadBytes } from './fields.ts'
import { KeepingAgent, KeepingTlsAgent, type PlacedOptions } from './keeping-agents.ts'
import { type Addresses, addressesOf } from './resolve.ts'
import { type Site, unbracketed } from './site.ts'

/** How upstreams are reached. */
export interface UpstreamOptions {
  /** Whether upstreams are believed whatever certificate they show. @defaultValue false */
  readonly insecure?: boolean
  /** Where hosts are, in place of what the name service says, as curl's: `HOST:PORT:ADDRESS`. @defaultValue none */
  readonly resolve?: readonly string[]
}

/** The connections to upstreams. Those over TLS are verified as Node verifies its own, unless it is told otherwise. */
export class Upstreams {
  readonly #http = new KeepingAgent()
  readonly #https: KeepingTlsAgent
  readonly #addresses: Addresses
  readonly #unseen = new Set<Socket>()

  constructor({ insecure = false, resolve = [] }: UpstreamOptions = {}) {
    this.#addresses = addressesOf(resolve)
    this.#https = new KeepingTlsAgent({ rejectUnauthorized: !insecure })
  }

  /**
   * Begins a request. Its fields go out as they are given, case and order and all.
   *
   * @param path - As the client sent it: one that was parsed would no longer be the same.
   * @param at - The host that is connected to, where it is not the site's.
   */
  request(
    method: string,
    { isTls, address, host, portNumber }: Site,
    path: string,
    fields: RawFields,
    at: string = address,
  ): http.ClientRequest {
    const lookup = this.#addresses(at, String(portNumber))
    const options: PlacedOptions = {
      agent: isTls ? this.#https : this.#http,
      host: at,
      // Whose certificate it has to show.
      ...(isTls && isIP(address) === 0 && { servername: address }),
      port: portNumber,
      ...(lookup && { lookup }),
      method,
      path,
      headers: fields,
      maxHeaderSize: mostHeadBytes,
      place: at === address ? host : `${at} ${host}`,
    }
    return (isTls ? https : http).request(options)
  }

  /** Begins a connection of which nothing is looked at. */
  connect(hostname: string, port: string): Socket {
    const lookup = this.#addresses(hostname, port)
    const host = unbracketed(hostname)
    const socket = connect({ host, port: Number(port), ...(lookup && { lookup }) })
    this.#unseen.add(socket)
    socket.once('close', () => this.#unseen.delete(socket))
    return socket
  }

  async close(): Promise<void> {
    this.#http.destroy()
    this.#https.destroy()
    const closed = [...this.#unseen].map((socket) => once(socket, 'close'))
    for (const socket of this.#unseen) socket.destroy()
    await Promise.all(closed)
  }
}
