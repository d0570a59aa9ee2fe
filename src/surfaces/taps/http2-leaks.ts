import { newHeaders } from '../../core/headers.ts'
import { ownSymbol } from '../own-symbol.ts'
import { patch } from './patch.ts'
import { currentScope, isInstalled, ownerOf } from './scopes.ts'

type Fields = Readonly<Record<string, unknown>> | readonly unknown[]

interface Session {
  request(fields?: Fields, ...more: unknown[]): unknown
}

/**
 * Refuses what clients send over `node:http2`: it can be neither recorded nor answered.
 *
 * It throws, as a session does that is over: so no byte of the request is sent.
 */
export class Http2Leaks {
  readonly #known = new WeakSet<object>()
  readonly #undo: (() => void)[] = []

  /** Makes the class of a session known: `node:http2` is not loaded for it. */
  learn(session: object): void {
    const prototype: unknown = Object.getPrototypeOf(session)
    if (!isSession(prototype) || this.#known.has(prototype)) return
    this.#known.add(prototype)
    const undo = patch(prototype, 'request', (original) => {
      return function request(this: Session, ...given) {
        if (isInstalled() && !isOfUndici(this)) refuseUnowned(this, given[0] ?? {})
        return original.apply(this, given)
      }
    })
    this.#undo.push(undo)
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }
}

/** Whether it is a session of `node:http2`, of a client. */
export function isSession(emitter: unknown): emitter is Session {
  const has = (name: string): boolean => typeof Reflect.get(Object(emitter), name) === 'function'
  return has('request') && has('goaway')
}

/** Its requests have come by the tap of undici already. */
function isOfUndici(session: object): boolean {
  return ownSymbol(session, 'client') !== undefined
}

function refuseUnowned(session: object, fields: Fields): void {
  const method = fieldOf(fields, ':method') ?? 'GET'
  const owner = method === 'CONNECT' ? undefined : ownerOf(currentScope())
  if (owner === undefined) return
  if (owner instanceof Error) throw owner
  const url = urlOf(session, fields)
  const outcome = owner.leak({ method, url, headers: newHeaders(), body: undefined }, 'http2')
  if (outcome.kind === 'refuse') throw outcome.error
}

function urlOf(session: object, fields: Fields): string {
  const scheme = fieldOf(fields, ':scheme') ?? ownText(session, 'protocol')?.replace(/:$/, '')
  const authority = fieldOf(fields, ':authority') ?? ownText(session, 'authority')
  return `${scheme ?? 'https'}://${authority ?? 'unknown.invalid'}${fieldOf(fields, ':path') ?? '/'}`
}

/** Fields are an object, or from Node 24 on a list of names and values. */
function fieldOf(fields: Fields, name: string): string | undefined {
  const value: unknown = Array.isArray(fields)
    ? fields[fields.indexOf(name) + 1 || fields.length]
    : Reflect.get(fields, name)
  return typeof value === 'string' ? value : undefined
}

function ownText(session: object, description: string): string | undefined {
  const value = ownSymbol(session, description)
  return typeof value === 'string' ? value : undefined
}
