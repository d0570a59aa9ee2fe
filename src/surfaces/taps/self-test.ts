import { request } from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'
import { TapError } from '../../core/errors.ts'
import type { HttpTap } from './http/tap.ts'
import type { Http2Tap } from './http2/tap.ts'
import { mainGlobal } from './main-global.ts'
import { probe, scopeKey } from './scopes.ts'
import { dispatcherKey } from './undici/places.ts'
import type { UndiciTap } from './undici/tap.ts'

/**
 * Bun and Deno have a fetch of their own, below which nothing can be put: what it sends would pass unrecorded.
 *
 * @throws TapError
 */
export function testRuntime({ bun, deno }: Readonly<Record<string, string | undefined>>): void {
  if (bun === undefined && deno === undefined) return
  throw new TapError(
    `Requests of ${bun === undefined ? `Deno ${deno}` : `Bun ${bun}`} cannot be seen from inside: only those of Node can.\n` +
      'Give your client a recordedFetch(), or run it as `wiretape record -c FILE -- command`.',
  )
}

/** Sends a request that goes nowhere through `node:http`. @throws TapError where the tap has not seen it */
export function testHttp(http: HttpTap): void {
  const send = (): void => {
    // Where it is not seen, a TapError says so: what it says itself is of no use.
    const sent = request({ host: 'wiretape.invalid' }).on('error', () => {})
    sent.destroy()
  }
  if (!http.sees(send)) throw unseen('node:http')
}

/** The same through the built-in fetch, which this loads. @throws TapError */
export function testFetch(undici: UndiciTap): void {
  const Agent = agentOfFetch()
  if (Agent === undefined) return
  const before = undici.probed
  const agent = new Agent()
  undici.learn(agent)
  const options = { origin: 'http://wiretape.invalid', path: '/', method: 'GET', [scopeKey]: probe }
  agent.dispatch(options, {})
  void agent.destroy()
  if (undici.probed === before) throw unseen('fetch')
}

/** Opens a session that goes nowhere, of which the class of those before it is learnt. @throws TapError */
export function testHttp2(http2: Http2Tap): void {
  if (http2.isSure) return
  const [near] = duplexPair()
  const createConnection = (): Duplex => near
  const { connect } = process.getBuiltinModule('node:http2')
  const session = connect('http://wiretape.invalid', { createConnection })
  http2.learn(session)
  session.destroy()
  if (!http2.isSure) throw unseen('node:http2')
}

/** Whether something of the built-in fetch has been touched. */
export function isFetchLoaded(): boolean {
  return [1, 2].some((version) => Reflect.has(mainGlobal, dispatcherKey(version)))
}

type AgentClass = new () => {
  dispatch(options: object, handler: object): boolean
  destroy(): Promise<void>
}

/** The class of the dispatcher behind the built-in fetch; nothing where somebody has put another kind there. */
function agentOfFetch(): AgentClass | undefined {
  // Node loads its undici when something of it is first touched.
  void Reflect.get(mainGlobal, 'Headers')
  const keys = [dispatcherKey(2), dispatcherKey(1)]
  for (const key of keys) {
    const dispatcher: unknown = Reflect.get(mainGlobal, key)
    const constructor = (dispatcher as { constructor?: AgentClass } | undefined)?.constructor
    if (constructor?.name === 'Agent') return constructor
  }
  return undefined
}

function unseen(client: string): TapError {
  return new TapError(
    `Requests of ${client} cannot be seen: Node ${process.versions.node} (undici ${process.versions.undici ?? 'unknown'}) keeps them elsewhere than this version of wiretape knows.\n` +
      'Update wiretape, or give your client a recordedFetch().',
  )
}
