import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { newHeaders } from '../../core/headers.ts'
import type { Tapped } from '../../engine/taps.ts'
import { isTunnel } from '../undici/dispatch.ts'
import { Meanwhile } from './meanwhile.ts'
import { nodeError } from './node-error.ts'
import { currentScope, ownerOf } from './scopes.ts'

/** A request as undici makes it, once it is about to be sent. */
interface MadeRequest {
  readonly origin?: string | URL
  readonly path: string
  readonly method: string
  readonly upgrade?: unknown
  onConnect?: Start
  onRequestStart?: Start
}

type Start = (abort: (reason: unknown) => void) => void

/** A request is sent that a tap has seen. */
export const claimed: Meanwhile = new Meanwhile()

/**
 * Refuses the requests of copies of undici that nobody knew of: made by a bundler, and in use before the taps were.
 *
 * They are stopped before a byte of theirs is sent.
 */
export function watchLeaks(): () => void {
  const channel = 'undici:request:create'
  const watch = (message: unknown): void => {
    if (!claimed.holds) stop((message as { readonly request: MadeRequest }).request)
  }
  subscribe(channel, watch)
  return () => void unsubscribe(channel, watch)
}

function stop(request: MadeRequest): void {
  const owner = isTunnel(request) ? undefined : ownerOf(currentScope())
  if (owner === undefined) return
  const error = owner instanceof Error ? owner : leakOf(owner, request)
  if (error === undefined) return
  const start: Start = (abort) => abort(nodeError(error))
  request.onConnect = start
  request.onRequestStart = start
}

function leakOf(owner: Tapped, request: MadeRequest): Error | undefined {
  const url = urlOf(request)
  const outcome = owner.leak({
    method: request.method,
    url,
    headers: newHeaders(),
    body: undefined,
  })
  return outcome.kind === 'refuse' ? outcome.error : undefined
}

function urlOf({ origin, path }: MadeRequest): string {
  return /^https?:/.test(path) ? path : `${String(origin)}${path}`
}
