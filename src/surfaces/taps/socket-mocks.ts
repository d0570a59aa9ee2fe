import { METHODS } from 'node:http'
import { isIP } from 'node:net'
import { type Body, bodyOf } from '../../core/body.ts'
import type { Outcome } from '../../engine/outcome.ts'
import type { Recording } from '../../engine/recording.ts'
import { playedResponse } from '../fetch/played-response.ts'
import { mainGlobal } from './main-global.ts'

/** What becomes of a request that mocks were asked about. */
export interface AskedOfMocks {
  readonly method: string
  readonly url: string
  /** Whether its body has to be known before it is sent on. */
  readonly readsBody: boolean
  /** Whether it ended before a mock was asked. */
  isOver(): boolean
  /** A mock answers it. */
  mocked(): void
  /** No mock does: it goes on, or gets what is given back. */
  through(body: Body | undefined): Response | Promise<Response> | Error | undefined
}

/** What msw 3 and nock 15 stand on: below every client, where a request is written to its socket. */
interface SocketMocks {
  readonly readyState: string
  readonly emitter: { earlyOn(type: 'request', listener: Listener): void }
  listeners(type: 'request'): readonly unknown[]
}

type Listener = (event: { readonly request: Request; readonly controller: MockController }) => void

/** What a mock does with a request: one of the three. */
interface MockController {
  respondWith(response: Response): void
  errorWith(reason: unknown): void
  passthrough(): Promise<void>
}

/** Where they say that they are there. */
interface MockedGlobal {
  readonly __MSW_INTERCEPTORS_REGISTRY?: Map<symbol, SocketMocks>
}

const sourceKey = Symbol.for('node-http-request-source')
const waiting: AskedOfMocks[] = []

/** Whether mocks listen below the clients. Then they are asked first, and we where they let a request through. */
export function hasSocketMocks(): boolean {
  const mocks = (mainGlobal as MockedGlobal).__MSW_INTERCEPTORS_REGISTRY?.get(sourceKey)
  if (mocks?.readyState !== 'ACTIVE') return false
  // They forget their listeners each time they are switched off.
  if (!mocks.listeners('request').includes(listen)) mocks.emitter.earlyOn('request', listen)
  return true
}

/** Whether the parser of mocks takes a request line. They never hear of one that it does not: it passes them as it is. */
export function canMocksRead(method: string, target: string): boolean {
  return METHODS.includes(method) && readable.test(target)
}

const readable = /^(?:[/*]|https?:\/\/)[!-~]*$/i

/** Waits for what mocks say of a request that is sent next. */
export function askSocketMocks(asked: AskedOfMocks): void {
  waiting.push({ ...asked, url: new URL(asked.url).href })
}

/** What a request gets that no mock has answered. @param take - Takes what it is sent. */
export function answerOf(
  outcome: Outcome,
  url: string,
  take: (recording: Recording) => void,
): ReturnType<AskedOfMocks['through']> {
  switch (outcome.kind) {
    case 'replay':
      return playedResponse(outcome.playback, { url, signal: undefined, isRelayed: true })
    case 'record':
      take(outcome.recording)
      return undefined
    case 'passthrough':
      return undefined
    case 'refuse':
      return outcome.error
  }
}

/** Called before the listeners of mocks are: what one of them does is seen. */
const listen: Listener = ({ request, controller }) => {
  const asked = take(request)
  if (asked === undefined) return
  const respondWith = controller.respondWith.bind(controller)
  const errorWith = controller.errorWith.bind(controller)
  const passthrough = controller.passthrough.bind(controller)
  controller.respondWith = (response) => {
    asked.mocked()
    respondWith(response)
  }
  controller.errorWith = (reason) => {
    asked.mocked()
    errorWith(reason)
  }
  const copy = asked.readsBody ? request.clone() : undefined
  controller.passthrough = async () => {
    const answer = await asked.through(copy && bodyOf(new Uint8Array(await copy.arrayBuffer())))
    if (answer === undefined) await passthrough()
    else if (answer instanceof Error) errorWith(answer)
    else respondWith(answer)
  }
}

/** Mocks do not say who sent a request: of those that ask for the same it is the one that was sent first. */
function take({ method, url }: Request): AskedOfMocks | undefined {
  for (let index = waiting.length - 1; index >= 0; index--) {
    if (waiting[index]?.isOver() === true) waiting.splice(index, 1)
  }
  const exact = waiting.findIndex((asked) => asked.method === method && asked.url === url)
  const found =
    exact !== -1
      ? exact
      : waiting.findIndex((asked) => asked.method === method && isNamed(asked.url, url))
  return found === -1 ? undefined : waiting.splice(found, 1)[0]
}

/** Whether mocks see an address under a name: undici 8 gives a connection that of its first request's `Host`. */
function isNamed(url: string, seen: string): boolean {
  const { hostname } = new URL(url)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) return false
  const address = new URL(seen)
  address.hostname = hostname
  return address.href === url
}
