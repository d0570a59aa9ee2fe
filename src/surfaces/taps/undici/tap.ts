import { type Send, type Way, dispatchThrough, isTunnel } from '../../undici/dispatch.ts'
import { type Handler, wrapping } from '../../undici/handler.ts'
import { type DispatchOptions, optionsIn, withLastingHeaders } from '../../undici/request.ts'
import { refuse } from '../../undici/replay.ts'
import { refusalOf } from '../../undici/refused.ts'
import { telling } from '../../undici/telling.ts'
import { isBelowMocks } from '../below-mocks.ts'
import { claimed } from '../claims.ts'
import { patch } from '../patch.ts'
import {
  currentScope,
  inScope,
  isInstalled,
  isScoped,
  ownerOf,
  probe,
  scopeKey,
} from '../scopes.ts'
import { canMocksRead, hasSocketMocks } from '../socket-mocks.ts'
import { dispatchBelowMocks } from './mocks.ts'
import {
  type Prototype,
  dispatchKeyOf,
  forgetTerminal,
  isPoolOrClient,
  originOf,
  placesOf,
  socketOf,
} from './places.ts'

/** Watches the requests of the copies of undici that it is told of. */
export class UndiciTap {
  readonly #known = new Set<object>()
  readonly #met = new WeakSet<object>()
  readonly #undo: (() => void)[] = []
  /** How many requests came by anywhere: one that entered and came no further was answered by a mock. */
  #passed = 0
  #probed = 0
  /** Where somebody has put theirs over ours, ours stays below it, and the next tap comes on top. */
  #isClosed = false

  /** How many probes reached the end. */
  get probed(): number {
    return this.#probed
  }

  /** Makes the copy of undici known that a dispatcher is of. */
  learn(dispatcher: object): void {
    const { entry, terminal } = placesOf(dispatcher)
    if (entry !== undefined && this.#isNew(entry)) this.#tapEntry(entry)
    if (terminal !== undefined && this.#isNew(terminal)) this.#tapTerminal(terminal)
  }

  close(): void {
    this.#isClosed = true
    for (const undo of this.#undo) undo()
  }

  /** Makes sure, once, that a client asks the terminal that is tapped now. */
  #meet(client: object): void {
    if (this.#met.has(client)) return
    this.#met.add(client)
    this.learn(client)
    forgetTerminal(client)
  }

  #isNew(prototype: object): boolean {
    const isNew = !this.#known.has(prototype)
    this.#known.add(prototype)
    return isNew
  }

  #tapEntry(prototype: Prototype): void {
    const enter: Through = (dispatcher, original, options, handler) =>
      this.#enter(dispatcher, original, options, handler)
    this.#tap(prototype, 'dispatch', enter)
  }

  #tapTerminal(prototype: Prototype): void {
    const key = dispatchKeyOf(prototype)
    if (key === undefined) return
    const ask: Through = (client, original, options, handler) =>
      this.#ask(client, original, options, handler)
    this.#tap(prototype, key, ask)
  }

  #tap(prototype: Prototype, key: PropertyKey, through: Through): void {
    const isClosed = (): boolean => this.#isClosed
    const undo = patch(prototype, key, (original) => {
      return function dispatch(this: object, options, handler) {
        if (isClosed() || !isInstalled()) return original.call(this, options, handler)
        return through(this, original, options, handler)
      }
    })
    this.#undo.push(undo)
  }

  /** The scope is that of the code that asks, not that of the socket that happens to be free. */
  #enter(
    dispatcher: object,
    original: Send,
    options: DispatchOptions,
    handler: Handler,
  ): boolean | undefined {
    const before = ++this.#passed
    if ('pipelining' in dispatcher) {
      this.#meet(dispatcher)
      return original.call(dispatcher, options, handler)
    }
    const isCarried = typeof options !== 'object' || options === null || scopeKey in options
    const carried = isCarried ? options : optionsIn(options, currentScope())
    const goesOn = original.call(dispatcher, carried, handler)
    const isAnswered = goesOn !== false && this.#passed === before
    if (isAnswered && !isPoolOrClient(dispatcher)) countMocked(carried)
    return goesOn
  }

  #ask(
    client: object,
    original: Send,
    given: DispatchOptions,
    handler: Handler,
  ): boolean | undefined {
    this.#passed += 1
    const options = withLastingHeaders(given)
    const scope = scopeKey in options ? options[scopeKey] : currentScope()
    if (scope === probe) {
      this.#probed += 1
      return true
    }
    const send: Send = (options, handler) =>
      claimed.during(() => original.call(client, options, handler))
    const owner = isTunnel(options) ? undefined : ownerOf(scope)
    if (owner === undefined) return send(options, handler)
    if (owner instanceof Error) {
      refuse(handler, owner)
      return true
    }
    const refusal = refusalOf(client, original, options)
    if (refusal !== undefined) throw refusal
    const way: Way = {
      recorder: owner,
      dispatcher: client,
      send,
      origin: options.origin === undefined ? originOf(client) : undefined,
      tellsOfBody: true,
      told: (options, handler) => claimed.during(() => telling(client, original, options, handler)),
    }
    // What a handler does next, such as a retry, is done in its own scope, whichever opened the socket.
    const scoped = isScoped() ? wrapping(handler, (call) => inScope(scope, call)) : handler
    const dispatch = areMocksAsked(client, options) ? dispatchBelowMocks : dispatchThrough
    return inScope(scope, () => dispatch(way, options, scoped))
  }
}

type Through = (
  dispatcher: object,
  original: Send,
  options: DispatchOptions,
  handler: Handler,
) => boolean | undefined

function areMocksAsked(client: object, { method, path }: DispatchOptions): boolean {
  if (!hasSocketMocks() || !canMocksRead(method, path)) return false
  const socket = socketOf(client)
  return socket === undefined || isBelowMocks(socket)
}

function countMocked(options: DispatchOptions): void {
  const owner = ownerOf(options[scopeKey])
  if (owner !== undefined && !(owner instanceof Error)) owner.countMocked()
}
