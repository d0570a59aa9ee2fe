import * as http from 'node:http'
import * as https from 'node:https'
import type { Socket } from 'node:net'
import { patch } from '../taps/patch.ts'
import { openTunnel, openUnlessDirect } from './detour.ts'
import type { Parent } from './parent.ts'
import { Strays } from './strays.ts'

interface AgentLike {
  createConnection(this: AgentLike, ...given: unknown[]): Socket | undefined
}

interface RequestLike {
  onSocket(this: RequestLike, socket: unknown, error?: Error): void
}

/** Leads the connections of Node's agents, and of those that stand on them, through the parent. */
export function routeHttp(parent: Parent): void {
  const strays = new Strays(parent)
  routeAgent(http.Agent.prototype as unknown as AgentLike, { parent, strays, isTls: false })
  routeAgent(https.Agent.prototype as unknown as AgentLike, { parent, strays, isTls: true })
  patch(http.ClientRequest.prototype as unknown as RequestLike, 'onSocket', (original) => {
    return function onSocket(socket, error) {
      return original.call(this, socket, error ?? strays.refuse(socket))
    }
  })
}

interface Route {
  readonly parent: Parent
  readonly strays: Strays
  readonly isTls: boolean
}

function routeAgent(prototype: AgentLike, { parent, strays, isTls }: Route): void {
  patch(prototype, 'createConnection', (original) => {
    return function createConnection(...given) {
      const [options, ...more] = given
      if (typeof options !== 'object' || options === null) return original.apply(this, given)
      const opened = openUnlessDirect(parent, () => original.apply(this, given))
      if ('connection' in opened) return opened.connection
      const tunnel = openTunnel(parent, opened.target)
      // TLS is the program's as ever, with all its options for it.
      const encrypted = isTls && original.call(this, { ...options, socket: tunnel }, ...more)
      if (encrypted) tunnel.once('error', (error) => encrypted.destroy(error))
      const socket = encrypted || tunnel
      strays.know(socket)
      // net.connect() and tls.connect() do that where they open the connection.
      const { timeout } = options as { readonly timeout?: number }
      if (timeout !== undefined && timeout > 0) socket.setTimeout(timeout)
      return socket
    }
  })
}
