import { Socket } from 'node:net'
import { watchBirths } from '../taps/births.ts'
import { patch } from '../taps/patch.ts'
import { dispatchKeyOf, loadedCopies, placesOf } from '../taps/undici/places.ts'
import { letBe, openTunnel, openUnlessDirect } from './detour.ts'
import type { Parent } from './parent.ts'
import { Strays } from './strays.ts'

/** What opens the connections of one of undici's clients. */
type Connector = (options: ConnectOptions, callback: OnConnected) => unknown

interface ConnectOptions {
  readonly protocol?: string
}

type OnConnected = (error: Error | null, socket?: Socket) => void

/** Leads the connections of every copy of undici, built-in fetch's too, through the parent. */
export function routeUndici(parent: Parent): void {
  const strays = new Strays(parent)
  const known = new WeakSet<object>()
  const lead = (connector: Connector): Connector => routed(connector, parent, strays)
  const learn = (dispatcher: object): void => {
    const { terminal } = placesOf(dispatcher)
    const key = terminal && dispatchKeyOf(terminal)
    if (terminal === undefined || key === undefined || known.has(terminal)) return
    known.add(terminal)
    patch(terminal, key, (original) => {
      return function dispatch(this: object, options, handler) {
        // Its first request comes before its first connection.
        if (!known.has(this)) changeConnector(this, options.method === 'CONNECT' ? asItIs : lead)
        known.add(this)
        return original.call(this, options, handler)
      }
    })
  }
  watchBirths((emitter) => {
    if (typeof Reflect.get(emitter, 'dispatch') === 'function') learn(emitter)
  })
  for (const copy of loadedCopies()) learn(copy)
}

function changeConnector(client: object, change: (connector: Connector) => Connector): void {
  const key = Object.getOwnPropertySymbols(client).find(
    ({ description }) => description === 'connector',
  )
  const connector: unknown = key && Reflect.get(client, key)
  if (key === undefined || typeof connector !== 'function') return
  Reflect.set(client, key, change(connector as Connector))
}

/** Whoever asks for tunnels asks a proxy that the program has of its own. */
function asItIs(original: Connector): Connector {
  return (...given) => letBe.during(() => original(...given))
}

function routed(original: Connector, parent: Parent, strays: Strays): Connector {
  return (options, callback) => {
    const looked: OnConnected = (error, socket) => {
      const refused = error ?? strays.refuse(socket) ?? null
      if (refused !== null) socket?.destroy()
      callback(refused, socket)
    }
    const opened = openUnlessDirect(parent, () => original(options, looked))
    if ('connection' in opened) return opened.connection
    const tunnel = openTunnel(parent, opened.target)
    strays.know(tunnel)
    if (options.protocol !== 'https:') return whenConnected(tunnel, callback)
    const encrypted = original({ ...options, httpSocket: tunnel } as ConnectOptions, callback)
    if (encrypted instanceof Socket) tunnel.once('error', (error) => encrypted.destroy(error))
    return encrypted
  }
}

function whenConnected(socket: Socket, callback: OnConnected): Socket {
  const fail = (error: Error): void => callback(error)
  return socket.once('error', fail).once('connect', () => {
    socket.off('error', fail)
    callback(null, socket)
  })
}
