import { subscribe } from 'node:diagnostics_channel'
import { currentScope } from '../taps/scopes.ts'
import { inMicrotask } from '../../engine/real-timers.ts'

/** What undici tells on its diagnostics channels alone. */
export interface Wire {
  /** `HTTP/1.1` or `HTTP/2.0`, once the request was sent. */
  proto: string | undefined
  /** The request's Content-Type, where undici has made one up for a FormData. */
  contentType: string | undefined
}

/** Of a request that is not sent yet. */
export function newWire(): Wire {
  return { proto: undefined, contentType: undefined }
}

interface Sent {
  readonly request: object
  readonly headers: string
  readonly socket?: { readonly alpnProtocol?: unknown }
}

interface Connected {
  readonly connectParams: {
    readonly protocol: string
    readonly host: string
    readonly version?: string
  }
}

let isWatching = false
let starting: Wire | undefined
/** Of requests that were made in the scope of a fetch. */
const wires = new WeakMap<object, Wire>()
/** undici 6 does not tell of requests over HTTP/2, but of connections. */
const overHttp2 = new Set<string>()

/** Begins to listen, once for the process. */
export function watchWire(): void {
  if (isWatching) return
  isWatching = true
  subscribe('undici:request:create', (message) => {
    const wire = currentScope()?.wire
    if (wire !== undefined) wires.set((message as Sent).request, wire)
  })
  subscribe('undici:client:sendHeaders', (message) => {
    const wire = starting ?? wires.get((message as Sent).request)
    if (wire !== undefined) tell(wire, message as Sent)
    starting = undefined
  })
  subscribe('undici:client:connected', (message) => {
    const { protocol, host, version } = (message as Connected).connectParams
    if (version === 'h2') overHttp2.add(`${protocol}//${host}`)
  })
}

/** Call where a handler learns of its connection: undici sends that request next, in the same turn. */
export function startsNow(wire: Wire): void {
  starting = wire
  inMicrotask(forgetStarting)
}

function forgetStarting(): void {
  starting = undefined
}

/** The protocol of a request whose response has begun. */
export function protoOf(wire: Wire, origin: string): string {
  return wire.proto ?? (overHttp2.has(origin) ? 'HTTP/2.0' : 'HTTP/1.1')
}

function tell(wire: Wire, { headers, socket }: Sent): void {
  wire.proto = socket?.alpnProtocol === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1'
  if (!headers.includes('multipart/form-data')) return
  wire.contentType = /\r\ncontent-type: (multipart\/form-data[^\r]*)/i.exec(headers)?.[1]
}
