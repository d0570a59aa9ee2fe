import * as http from 'node:http'
import * as https from 'node:https'
import type { Socket } from 'node:net'

/** A request's options, with what connections it may be sent over: those of the same place. */
export interface PlacedOptions extends https.RequestOptions {
  readonly place: string
}

/** An agent of HTTP that keeps its connections open. */
export class KeepingAgent extends http.Agent {
  readonly #idle = new IdleSockets(this)

  constructor() {
    super({ keepAlive: true })
  }

  addRequest(request: http.ClientRequest, options: PlacedOptions): void {
    if (!this.#idle.take(request, options)) connectFor(this, request, options)
  }
}

/** The same of HTTPS. */
export class KeepingTlsAgent extends https.Agent {
  readonly #idle = new IdleSockets(this)

  constructor(options: https.AgentOptions) {
    super({ ...options, keepAlive: true })
  }

  addRequest(request: http.ClientRequest, options: PlacedOptions): void {
    if (!this.#idle.take(request, options)) connectFor(this, request, options)
  }
}

type AddRequest = (this: http.Agent, request: http.ClientRequest, options: PlacedOptions) => void

/** Looked up each time: a tap may have been put there. */
function connectFor(agent: http.Agent, request: http.ClientRequest, options: PlacedOptions): void {
  const add: AddRequest = Reflect.get(http.Agent.prototype, 'addRequest')
  add.call(agent, request, options)
}

const mostIdle = 256

/**
 * The connections of an agent that wait for their next request.
 *
 * To find and keep them Node spreads options and puts names together: a tenth of all that a small request costs the proxy.
 */
class IdleSockets {
  readonly #agent: http.Agent
  readonly #byPlace = new Map<string, Socket[]>()
  readonly #known = new WeakSet<Socket>()

  constructor(agent: http.Agent) {
    this.#agent = agent
    agent.removeAllListeners('free')
    agent.on('free', (socket: Socket, { place }: PlacedOptions) => this.#keep(socket, place))
  }

  /** Sends a request over one of them. @returns false where there is none */
  take(request: http.ClientRequest, { place }: PlacedOptions): boolean {
    const idle = this.#byPlace.get(place)
    for (let socket = idle?.pop(); socket !== undefined; socket = idle?.pop()) {
      if (socket.destroyed) continue
      this.#agent.reuseSocket(socket, request)
      request.onSocket(socket)
      return true
    }
    return false
  }

  #keep(socket: Socket, place: string): void {
    const request: http.ClientRequest | null | undefined = Reflect.get(socket, '_httpMessage')
    const idle = this.#byPlace.get(place) ?? []
    const isKept =
      socket.writable &&
      request?.shouldKeepAlive === true &&
      idle.length < mostIdle &&
      keepsAlive(this.#agent, socket)
    if (!isKept) return void socket.destroy()
    Reflect.set(socket, '_httpMessage', null)
    if (!this.#known.has(socket)) this.#watch(socket, place)
    idle.push(socket)
    this.#byPlace.set(place, idle)
  }

  #watch(socket: Socket, place: string): void {
    this.#known.add(socket)
    // One that fails is closed, and nobody waits for it.
    socket.on('error', () => socket.destroy())
    // Its server has said how long it keeps it.
    socket.on('timeout', () => {
      if (this.#byPlace.get(place)?.includes(socket) === true) socket.destroy()
    })
    socket.once('close', () => this.#forget(socket, place))
  }

  #forget(socket: Socket, place: string): void {
    const left = this.#byPlace.get(place)?.filter((one) => one !== socket) ?? []
    if (left.length === 0) this.#byPlace.delete(place)
    else this.#byPlace.set(place, left)
  }
}

/** Gets a connection ready to wait. @returns false where its server says that it will not keep it open long enough */
function keepsAlive(agent: http.Agent, socket: Socket): boolean {
  // Its type knows of no result.
  const kept: unknown = agent.keepSocketAlive(socket)
  return kept !== false
}
