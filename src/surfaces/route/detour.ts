import { Socket, connect } from 'node:net'
import { Meanwhile } from '../taps/meanwhile.ts'
import { patch } from '../taps/patch.ts'
import { type Parent, atOnceField } from './parent.ts'

/** Where a connection was about to lead. */
export interface Target {
  readonly host: string
  readonly port: number
}

/** A connection that was opened, or where it would have led. */
export type Opened<T> = { readonly connection: T } | { readonly target: Target }

/**
 * Opens a connection, unless it would lead straight to a server: then it says to which, and nothing is opened.
 *
 * Whether it does is seen at the only place that all have to pass, in the very call that opens it. One to the parent
 * itself is opened (Node's own use of HTTP_PROXY), and so is one to a socket of this machine that has a path.
 */
export function openUnlessDirect<T>(parent: Parent, open: () => T): Opened<T> {
  let target: Target | undefined
  const undo = patch(Socket.prototype as Connecting, 'connect', (original) => {
    return function connect(this: Socket, ...given) {
      const to = targetOf(given)
      if (to === undefined || letBe.holds || isParent(to, parent))
        return original.apply(this, given)
      target = to
      this.destroy()
      throw new Held()
    }
  })
  try {
    const connection = open()
    return target === undefined ? { connection } : { target }
  } catch (error) {
    if (error instanceof Held && target !== undefined) return { target }
    throw error
  } finally {
    undo()
  }
}

/** A connection is opened that leads where it leads, also in a call that is watched. */
export const letBe: Meanwhile = new Meanwhile()

/**
 * Opens a connection that leads to a server through the parent.
 *
 * Nobody has to wait for it: what is written on it follows the request for the tunnel.
 */
export function openTunnel({ host, port, authorization }: Parent, target: Target): Socket {
  const name = target.host.includes(':') ? `[${target.host}]` : target.host
  const authority = `${name}:${target.port}`
  const fields = [`Host: ${authority}`, `${atOnceField}: 1`]
  if (authorization !== undefined) fields.push(`Proxy-Authorization: ${authorization}`)
  const socket = connect({ host, port, noDelay: true })
  socket.write(`CONNECT ${authority} HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`)
  return socket
}

/** A connection to a server is not opened: it takes another way. */
class Held extends Error {}

interface Connecting {
  connect(this: Socket, ...given: unknown[]): Socket
}

/** @returns nothing where it is no connection of TCP */
function targetOf([first, second]: readonly unknown[]): Target | undefined {
  // net.connect() hands on what it made of its own arguments, as a list.
  const [options] = Array.isArray(first) ? (first as unknown[]) : [first]
  if (typeof options !== 'object' || options === null) {
    return isPort(options) ? { host: hostOf(second), port: Number(options) } : undefined
  }
  const { path, host, port } = options as Readonly<Record<string, unknown>>
  return path || !isPort(port) ? undefined : { host: hostOf(host), port: Number(port) }
}

function isPort(port: unknown): boolean {
  return typeof port === 'number' || (typeof port === 'string' && /^\d+$/.test(port))
}

function hostOf(host: unknown): string {
  return typeof host === 'string' && host !== '' ? host : 'localhost'
}

function isParent({ host, port }: Target, parent: Parent): boolean {
  return port === parent.port && (host === parent.host || host === 'localhost')
}
