import { ownRequire } from '../../../engine/own-require.ts'
import type { Send } from '../../undici/dispatch.ts'
import { ownSymbol } from '../../own-symbol.ts'
import { mainGlobal } from '../main-global.ts'

/** A class of undici's as the taps see it. */
export type Prototype = Record<PropertyKey, Send>

/** Where the requests of one copy of undici pass. */
export interface Places {
  /** Where a request enters any dispatcher: `DispatcherBase.prototype`. */
  readonly entry: Prototype | undefined
  /** Where it is about to be put on a connection, each request of the wire once: `Client.prototype`. */
  readonly terminal: Prototype | undefined
}

/**
 * Finds the classes of the copy that a dispatcher is of.
 *
 * They are told by what they have: a bundler may have changed their names.
 */
export function placesOf(dispatcher: object): Places {
  let entry: Prototype | undefined
  let terminal: Prototype | undefined
  for (let at: object | null = dispatcher; at !== null; at = Object.getPrototypeOf(at)) {
    const prototype = at as Prototype
    if (terminal === undefined && isClient(prototype)) terminal = prototype
    if (hasOwnMethod(prototype, 'dispatch') && Object.hasOwn(prototype, 'closed')) entry = prototype
  }
  return { entry, terminal }
}

/** The method of `Client` that takes a request. */
export function dispatchKeyOf(client: Prototype): symbol | undefined {
  return Object.getOwnPropertySymbols(client).find(({ description }) => description === 'dispatch')
}

/** Clients of undici 6 remember where their requests go from the first one on: one that was used before the taps were put in. */
export function forgetTerminal(client: object): void {
  for (const key of Object.getOwnPropertySymbols(client)) {
    if (key.description === 'Intercepted Dispatch') Reflect.deleteProperty(client, key)
  }
}

/** Whether requests may wait in a dispatcher until a connection is free, or are sent by it. */
export function isPoolOrClient(dispatcher: object): boolean {
  if ('pipelining' in dispatcher) return true
  return Object.getOwnPropertySymbols(dispatcher).some(({ description }) => description === 'queue')
}

/** The connection of a Client, where it has one. */
export function socketOf(client: object): object | undefined {
  const socket = ownSymbol(client, 'socket')
  return typeof socket === 'object' && socket !== null ? socket : undefined
}

/** A Client, and what of it takes a request. */
export interface Taker {
  readonly client: object
  readonly take: Send
}

interface KnownTaker {
  readonly origin: string
  readonly taker: Taker | undefined
}

/** To make a Pool and its Client takes three times as long as a replay. */
const lastTakers = new WeakMap<object, KnownTaker>()

/**
 * A Client of the copy that a dispatcher is of, and what of it takes a request; nothing where it cannot be had.
 *
 * It is not for sending.
 *
 * @param origin - Where it would go to.
 */
export function takerOf(dispatcher: object, origin: string): Taker | undefined {
  const last = lastTakers.get(dispatcher)
  if (last?.origin === origin) return last.taker
  const client = clientOf(dispatcher, origin)
  const prototype = client && placesOf(client).terminal
  const key = prototype && dispatchKeyOf(prototype)
  const take = key && client?.[key]
  const taker = client && take && { client, take }
  lastTakers.set(dispatcher, { origin, taker })
  return taker
}

function clientOf(dispatcher: object, origin: string): Prototype | undefined {
  if ('pipelining' in dispatcher) return dispatcher as Prototype
  const factory = ownSymbol(dispatcher, 'factory')
  // That of an Agent makes Pools, theirs makes Clients.
  const made: unknown = typeof factory === 'function' && factory(origin, {})
  return typeof made === 'object' && made !== null ? clientOf(made, origin) : undefined
}

/** Where a Client or Pool goes to: its requests need not name it. */
export function originOf(dispatcher: object): string | undefined {
  const url = ownSymbol(dispatcher, 'url')
  // A URL of whichever realm.
  const origin: unknown = typeof url === 'object' && url !== null && Reflect.get(url, 'origin')
  return typeof origin === 'string' ? origin : undefined
}

/** Dispatchers, or classes of them, of the copies that this process has loaded, as far as anybody knows of them. */
export function* loadedCopies(): Generator<object> {
  for (const version of [1, 2]) {
    const dispatcher: unknown = Reflect.get(mainGlobal, dispatcherKey(version))
    if (typeof dispatcher === 'object' && dispatcher !== null) yield dispatcher
  }
  const { cache } = ownRequire()
  for (const file of Object.keys(cache)) {
    const exported: unknown = clientFile.test(file) ? cache[file]?.exports : undefined
    if (typeof exported === 'function') yield exported.prototype as object
  }
}

/** Where copies of undici keep the process's dispatcher: 1 is that of 6 and 7, 2 of 8. */
export function dispatcherKey(version: number): symbol {
  return Symbol.for(`undici.globalDispatcher.${version}`)
}

const clientFile = /[\\/]dispatcher[\\/]client\.js$/

function isClient(prototype: object): boolean {
  return Object.getOwnPropertyDescriptor(prototype, 'pipelining')?.get !== undefined
}

function hasOwnMethod(prototype: Prototype, name: string): boolean {
  return typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function'
}
