import { Agent, type ClientRequest, type RequestOptions } from 'node:http'
import type { Tapped } from '../../../engine/taps.ts'
import { nowOrOwed } from '../../../engine/owed-turn.ts'
import { AskedRequest, fieldOf, urlOf } from './asked.ts'
import { leaveGreeted } from './greeting.ts'
import { prototypeOfRequests, watchAgents } from './agents.ts'
import { hold } from './holding.ts'
import { type MockAgent, askBelowMock, collectUpload, isMockAgent } from './mocked.ts'
import {
  type OnSocket,
  hasWritten,
  isAgentless,
  keepConnection,
  ownOptions,
} from './own-connection.ts'
import { playTo, playedConnection } from './playing.ts'
import { takeFrom, watchResponses } from './taking.ts'
import { refuseUnasked } from './unasked.ts'
import { define } from '../define.ts'
import { answerOf, askSocketMocks, canMocksRead, hasSocketMocks } from '../socket-mocks.ts'
import { openMemorySocket } from '../memory-socket.ts'
import { patch } from '../patch.ts'
import { currentScope, isInstalled, ownerOf } from '../scopes.ts'
import { Unasked } from '../unasked.ts'

type AddRequest = (request: ClientRequest, options: RequestOptions, ...more: unknown[]) => void

interface TappedAgent {
  addRequest: AddRequest
}

interface WithSocket {
  onSocket: OnSocket
}

const askedKey = Symbol('wiretape.asked')

/** Watches the requests of `node:http` and `node:https`, where they ask an agent for a connection. */
export class HttpTap {
  readonly #known = new WeakSet<object>()
  readonly #undo: (() => void)[] = [watchResponses()]
  #probed = 0
  #isProbing = false
  #hearsOfAgents = false
  /** Where somebody has put theirs over ours, ours stays below it, and the next tap comes on top. */
  #isClosed = false

  constructor() {
    this.learn(Agent.prototype)
    const notice = (agent: object): void => {
      this.#hearsOfAgents = true
      this.learn(agent)
    }
    this.#undo.push(watchAgents(notice))
    this.#tapOwnConnections()
  }

  /**
   * Whether a request that `send` makes reaches the end, and its agent is known before.
   *
   * All that is asked in the meantime is the probe: what it says of itself is lost where mocks of two copies listen.
   */
  sees(send: () => void): boolean {
    this.#probed = 0
    this.#isProbing = true
    try {
      send()
    } finally {
      this.#isProbing = false
    }
    return this.#probed > 0 && this.#hearsOfAgents
  }

  /** Makes a class of agents known: many do not stand on Node's own. */
  learn(agent: object): void {
    for (let at: object | null = agent; at !== null; at = Object.getPrototypeOf(at)) {
      if (!Object.hasOwn(at, 'addRequest') || this.#known.has(at)) continue
      this.#known.add(at)
      this.#tap(at as TappedAgent)
    }
  }

  close(): void {
    this.#isClosed = true
    for (const undo of this.#undo) undo()
  }

  #tap(prototype: TappedAgent): void {
    const ask = (request: ClientRequest, options: RequestOptions, proceed: () => void): void =>
      this.#ask(request, options, proceed)
    const isClosed = (): boolean => this.#isClosed
    const undo = patch(prototype, 'addRequest', (original) => {
      return function addRequest(this: TappedAgent, request, options, ...more) {
        const proceed = (): void => original.call(this, request, options, ...more)
        if (isInstalled() && !isClosed()) ask(request, options, proceed)
        else proceed()
      }
    })
    this.#undo.push(undo)
  }

  #tapOwnConnections(): void {
    const ask = (request: ClientRequest, proceed: () => void): void =>
      this.#ask(request, ownOptions(request), proceed)
    const isClosed = (): boolean => this.#isClosed
    const prototype = prototypeOfRequests() as unknown as WithSocket
    const undo = patch(prototype, 'onSocket', (original) => {
      return function onSocket(this: ClientRequest, socket, error) {
        const isOurs = isInstalled() && !isClosed() && isAgentless(this) && !(askedKey in this)
        if (!isOurs || socket === null) return original.call(this, socket, error)
        ask(
          this,
          keepConnection(this, socket, (failure) => original.call(this, socket, failure)),
        )
      }
    })
    this.#undo.push(undo)
  }

  #ask(request: ClientRequest, options: RequestOptions, proceed: () => void): void {
    // An agent's own addRequest may call that of the class below it.
    if (askedKey in request) return proceed()
    define(request, askedKey, true)
    if (this.#isProbing) {
      this.#probed += 1
      return
    }
    const owner = isTunnel(request) ? undefined : ownerOf(currentScope())
    const agent: unknown = Reflect.get(request, 'agent')
    if (owner === undefined) proceed()
    else if (owner instanceof Error) refuse(request, owner)
    else if (isMockAgent(agent)) {
      askMockFirst(owner, agent, request, urlOf(request, options))
      proceed()
    } else if (hasSocketMocks() && canMocksRead(request.method, request.path)) {
      askSocketMocksFirst(owner, request, urlOf(request, options))
      proceed()
    } else askOwner(owner, request, urlOf(request, options), proceed)
  }
}

function askOwner(owner: Tapped, request: ClientRequest, url: string, proceed: () => void): void {
  if (isAgentless(request) && hasWritten(request)) {
    const outcome = owner.leak(new AskedRequest(request, url, undefined))
    if (outcome.kind === 'refuse') refuse(request, outcome.error)
    else proceed()
    return
  }
  if (!owner.readsBodyOf(url)) {
    carryOut(owner, request, new AskedRequest(request, url, undefined), proceed)
    return
  }
  // By a signal that was aborted before: nothing is asked for.
  if (request.destroyed) return refuse(request, undefined)
  hold(request, owner.maxBodyBytes, {
    decide: (body) => carryOut(owner, request, new AskedRequest(request, url, body), proceed),
    destroyed: () => refuse(request, undefined),
  })
}

function carryOut(
  owner: Tapped,
  request: ClientRequest,
  asked: AskedRequest,
  proceed: () => void,
): void {
  const outcome = owner.handle(asked)
  if (outcome.kind !== 'replay') leaveGreeted(request)
  switch (outcome.kind) {
    case 'replay':
      return playTo(request, outcome.playback)
    case 'record':
      takeFrom(request, outcome.recording)
      return proceed()
    case 'passthrough':
      return proceed()
    case 'refuse':
      return refuse(request, outcome.error)
  }
}

/** What a mock answers is not ours; where it lets a request through, the owner is asked. */
function askMockFirst(owner: Tapped, agent: MockAgent, request: ClientRequest, url: string): void {
  askBelowMock(agent, request, {
    mocked: () => owner.countMocked(),
    connect(body, connect) {
      const outcome = owner.handle(new AskedRequest(request, url, body))
      if (outcome.kind === 'replay') return playedConnection(request, outcome.playback)
      if (outcome.kind === 'record') takeFrom(request, outcome.recording)
      if (outcome.kind !== 'refuse') return connect()
      request.destroy(outcome.error)
      return openMemorySocket(false)
    },
  })
}

/** As above, with mocks that decide where the request is written to its socket. */
function askSocketMocksFirst(owner: Tapped, request: ClientRequest, url: string): void {
  const readsBody = owner.readsBodyOf(url)
  const { method } = request
  const asked = { method, url, readsBody, isOver: () => request.destroyed || request.closed }
  if (readsBody) {
    // What they are shown of a GET has no body.
    const upload = method === 'GET' ? collectUpload(request) : () => undefined
    const unasked = new Unasked(owner, () => new AskedRequest(request, url, undefined))
    askSocketMocks({
      ...asked,
      mocked: () => unasked.asked().countMocked(),
      through: (body) =>
        answerOf(
          unasked.asked().handle(new AskedRequest(request, url, upload() ?? body)),
          url,
          (recording) => takeFrom(request, recording),
        ),
    })
    refuseUnasked(request, unasked)
    return
  }
  const outcome = owner.handle(new AskedRequest(request, url, undefined))
  if (outcome.kind !== 'record') return
  takeFrom(request, outcome.recording)
  askSocketMocks({ ...asked, mocked: () => outcome.recording.mocked(), through: () => undefined })
}

/** As an agent does it that could not connect. */
function refuse(request: ClientRequest, error: Error | undefined): void {
  nowOrOwed(() => (request as unknown as WithSocket).onSocket(null, error))
}

/** WebSockets and tunnels are not ours. */
function isTunnel(request: ClientRequest): boolean {
  if (request.method === 'CONNECT') return true
  if (fieldOf(request, 'Upgrade') === undefined) return false
  return /(?:^|[,\s])upgrade(?:$|[,\s])/i.test(fieldOf(request, 'Connection') ?? '')
}
