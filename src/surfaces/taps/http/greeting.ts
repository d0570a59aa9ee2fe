import type { ClientRequest } from 'node:http'
import { openMemorySocket, type MemorySocket } from '../memory-socket.ts'
import { sayNoMore } from './say-no-more.ts'
import { define } from '../define.ts'
import { inNextTurn } from '../../../engine/clock.ts'
import { nextTick } from '../../next-tick.ts'

const greetedKey = Symbol('wiretape.greeted')

interface Greeted {
  [greetedKey]?: MemorySocket
}

/** What holds a request back. */
export interface Holding {
  /** Whether nothing of the request's body has come yet. */
  readonly isWaiting: boolean
}

/**
 * Gives a request that is held back a connection for the time being, where its client waits for one before it writes
 * (ClickHouse's does). That it has another one later is not said a second time.
 */
export function greetLater(request: ClientRequest, holding: Holding): void {
  nextTick(look, request, holding)
}

// Most have written all by then, and are not to wait for a turn of the event loop.
function look(request: ClientRequest, holding: Holding): void {
  if (!waitsForIt(request, holding)) return
  inNextTurn(() => void (waitsForIt(request, holding) && greet(request)))
}

function waitsForIt(request: ClientRequest, holding: Holding): boolean {
  return holding.isWaiting && !request.destroyed && request.listenerCount('socket') > 0
}

function greet(request: ClientRequest): void {
  const socket = openFor(request)
  define(request, greetedKey, socket)
  // Not defined: of newer Nodes the prototype has it, and keeps it elsewhere.
  Reflect.set(request, 'socket', socket)
  request.emit('socket', socket as never)
  sayNoMore(request, 'socket')
}

/** The connection in memory over which a request is answered: the one that its client has already, or a new one. */
export function memorySocketOf(request: ClientRequest): MemorySocket {
  return (request as Greeted)[greetedKey] ?? openFor(request)
}

/** Another connection takes over: that nothing comes over the first one means nothing any more. */
export function leaveGreeted(request: ClientRequest): void {
  ;(request as Greeted)[greetedKey]?.setTimeout(0)
}

function openFor(request: ClientRequest): MemorySocket {
  const socket = openMemorySocket(request.protocol === 'https:')
  // As its agent sets it while it connects.
  socket.setTimeout(timeoutOf(request))
  return socket
}

interface Timed {
  readonly timeout?: number
  readonly agent?: { readonly options?: { readonly timeout?: number } }
}

/** What the options of a request say, or those of its agent. */
function timeoutOf(request: ClientRequest): number {
  const { timeout, agent } = request as Timed
  return timeout ?? agent?.options?.timeout ?? 0
}
