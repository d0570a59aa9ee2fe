import { AsyncLocalStorage } from 'node:async_hooks'
import { WiretapeError } from '../../core/errors.ts'
import type { Tapped } from '../../engine/taps.ts'
import type { Wire } from '../undici/wire.ts'
import { mainGlobal } from './main-global.ts'

/** In whose name code runs. */
export interface Scope {
  /** None where an explicit way in has asked its recorder already. */
  readonly recorder: Tapped | undefined
  /** What is to be learnt of the requests that are sent in it. */
  readonly wire?: Wire
}

/** What all copies of wiretape in a process share. */
interface Shared {
  readonly scopes: AsyncLocalStorage<Scope>
  /** The recorders that are installed, in their order. */
  readonly recorders: Set<Tapped>
  /** Whether there ever was a scope: else nothing has to be done to keep them apart. */
  isScoped: boolean
  /** Takes the taps out. Whichever copy put them in, the last to leave calls it. */
  untap: (() => void) | undefined
}

/** A request of nobody: an explicit way in has asked its recorder about it. */
export const seen: Scope = { recorder: undefined }

/** That of a request which is never sent: it only shows whether requests come by. */
export const probe: Scope = { recorder: undefined }

/** Where a request carries its scope while it waits in a queue. */
export const scopeKey: unique symbol = Symbol.for('wiretape.scope') as never

const key = Symbol.for('wiretape.taps')
let ofProcess: Shared | undefined

/** The one set of taps of this process. */
export function shared(): Shared {
  return (ofProcess ??= findShared())
}

function findShared(): Shared {
  const known = Reflect.get(mainGlobal, key) as Shared | undefined
  if (known !== undefined) return known
  const made: Shared = {
    scopes: new AsyncLocalStorage(),
    recorders: new Set(),
    isScoped: false,
    untap: undefined,
  }
  Object.defineProperty(mainGlobal, key, { value: made })
  return made
}

/** The scope of the code that runs. */
export function currentScope(): Scope | undefined {
  return shared().scopes.getStore()
}

/** Whether a recorder watches the process. */
export function isInstalled(): boolean {
  return shared().recorders.size > 0
}

/** Whether scopes have to be kept apart: there never was one, else. */
export function isScoped(): boolean {
  return shared().isScoped
}

/** Runs something in the scope that it belongs to, whoever calls it. */
export function inScope<T>(scope: Scope | undefined, run: () => T): T {
  const { scopes, isScoped } = shared()
  if (!isScoped) return run()
  return scope === undefined ? scopes.exit(run) : scopes.run(scope, run)
}

/** Runs something whose requests are a recorder's. */
export function inScopeOf<T>(recorder: Tapped, run: () => T): T {
  const state = shared()
  state.isScoped = true
  return state.scopes.run({ recorder }, run)
}

/** Sends a request that the recorder was asked about, so that no tap asks again. */
export function sendSeen<T>(send: () => T): T {
  const { scopes, recorders } = shared()
  return recorders.size === 0 ? send() : scopes.run(seen, send)
}

/** Whose a request is that was made in a scope: a recorder's, nobody's, or it cannot be told. */
export function ownerOf(scope: Scope | undefined): Tapped | undefined | WiretapeError {
  if (scope !== undefined) return scope.recorder
  const { recorders } = shared()
  const [only] = recorders
  return recorders.size > 1 ? ambiguous([...recorders]) : only
}

function ambiguous(recorders: readonly Tapped[]): WiretapeError {
  const paths = recorders.map(({ path }) => `  ${path}`).join('\n')
  return new WiretapeError(
    'AMBIGUOUS_REQUEST',
    `A request was made outside withCassette() while ${recorders.length} cassettes are open:\n${paths}\n` +
      'Whoever sent it was started before them, so it cannot be told whose it is.\n' +
      'Run these tests one after another, stop() the recorder of a test that has ended, or start it inside withCassette().',
  )
}
