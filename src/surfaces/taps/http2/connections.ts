import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Duplex } from 'node:stream'
import type { Tapped } from '../../../engine/taps.ts'
import type { Http2 } from './sides.ts'
import { ourselves } from './ours.ts'
import { isUnmade, openUnmade } from './unmade.ts'
import { define } from '../define.ts'
import { asConnection } from '../memory-socket.ts'
import { patch } from '../patch.ts'
import { currentScope, isInstalled, ownerOf } from '../scopes.ts'
import { inMicrotask } from '../../../engine/real-timers.ts'
import { nextTick } from '../../next-tick.ts'

// An import of all of them would have Node load what nobody asks for.
const net = process.getBuiltinModule('node:net')
const tls = process.getBuiltinModule('node:tls')

type Connect = (...given: unknown[]) => Duplex

interface Options {
  readonly host?: string
  readonly port?: number | string
  readonly path?: string
  readonly servername?: string
  readonly socket?: unknown
  readonly ALPNProtocols?: unknown
}

/**
 * Stands in for the connections that clients of HTTP/2 make themselves (grpc-js, got), where nothing goes out: with the
 * network gone they would fail before they have asked for anything.
 *
 * Those over TLS say that they would speak it. Of others the cassette has to know that they did.
 *
 * @returns what ends it
 */
export function tapConnections(http2: Http2): (() => void)[] {
  return [
    watchUndici(),
    patch(tls as unknown as { connect: Connect }, 'connect', (original) => {
      return function connect(...given) {
        const options = optionsIn(given)
        const socket = isOthers() ? undefined : secured(http2, options)
        return socket === undefined ? original(...given) : meet(socket, 'secureConnect', given)
      }
    }),
    patch(net as unknown as { connect: Connect }, 'connect', (original) => {
      return function connect(...given) {
        const isOver = isOthers() || !mayBeOverHttp2(optionsIn(given))
        return isOver ? original(...given) : meet(asUnmade(http2, {}, false), 'connect', given)
      }
    }),
  ]
}

let isUndicis = false

/** Whether a connection is none of a client of HTTP/2 that has to be stood in for. Undici connects where something goes out. */
function isOthers(): boolean {
  return isUndicis || ourselves.holds
}

/** It tells before it connects, in the same turn. */
function watchUndici(): () => void {
  const channel = 'undici:client:beforeConnect'
  const watch = (): void => {
    isUndicis = true
    inMicrotask(() => (isUndicis = false))
  }
  subscribe(channel, watch)
  return () => void unsubscribe(channel, watch)
}

/** As Node reads what it is given: `(options)`, `(port, host)` or `(port, host, options)`. */
function optionsIn([first, second, third]: readonly unknown[]): Options {
  const options = [first, second, third].find((one) => typeof one === 'object' && one !== null)
  if (typeof first === 'object') return options ?? {}
  const host = typeof second === 'string' ? { host: second } : {}
  return { ...options, ...host, port: first as number }
}

function secured(http2: Http2, options: Options): Duplex | undefined {
  const { ALPNProtocols: protocols, path, socket } = options
  if (isUnmade(socket)) return asConnection(socket, true)
  const isOther = path != null || socket != null
  if (isOther || !Array.isArray(protocols) || !protocols.includes('h2')) return undefined
  const { host = 'localhost', port = 443, servername = host } = options
  const url = `https://${net.isIPv6(host) ? `[${host}]` : servername || host}:${port}/`
  if (!URL.canParse(url) || owner()?.answersAll(url) !== true) return undefined
  return asUnmade(http2, options, true)
}

function mayBeOverHttp2({ host = 'localhost', path, port }: Options): boolean {
  if (path != null || port === undefined) return false
  const its = owner()
  return its?.knowsHttp2((url) => leadsTo(url, host, Number(port)) && its.answersAll(url)) === true
}

/** Whether a URL's requests may go over a connection to a host. */
function leadsTo(url: string, host: string, port: number): boolean {
  const [, scheme, bracketed, named, given] = start.exec(url) ?? []
  if (Number(given ?? (scheme === 'https' ? 443 : 80)) !== port) return false
  const name = bracketed ?? named ?? ''
  if (name === host || (loopback.has(name) && loopback.has(host))) return true
  // Whoever looks up names by itself connects to an address.
  return net.isIP(host) !== 0 && net.isIP(name) === 0
}

const start = /^(https?):\/\/(?:\[([^\]]*)\]|([^/:]*))(?::(\d+))?/
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1'])

function owner(): Tapped | undefined {
  const found = isInstalled() ? ownerOf(currentScope()) : undefined
  return found instanceof Error ? undefined : found
}

function asUnmade(http2: Http2, options: object, isSecure: boolean): Duplex {
  const socket = asConnection(openUnmade(http2, options), isSecure)
  define(socket, 'connecting', true)
  return socket
}

/** Tells that it is connected, a moment later. */
function meet(socket: Duplex, event: string, given: readonly unknown[]): Duplex {
  const heard = given.findLast((one) => typeof one === 'function') as (() => void) | undefined
  if (heard !== undefined) socket.once(event, heard)
  nextTick(() => {
    if (socket.destroyed) return
    define(socket, 'connecting', false)
    if (event === 'secureConnect') define(socket, 'alpnProtocol', 'h2')
    socket.emit('connect')
    if (event !== 'connect') socket.emit(event)
    socket.emit('ready')
  })
  return socket
}
