import type { ClientRequest } from 'node:http'
import { define } from '../define.ts'
import type { Unasked } from '../unasked.ts'

/** Refuses an answer that came past the mocks, which were to ask of its request. */
export function refuseUnasked(request: ClientRequest, unasked: Unasked): void {
  const emit = request.emit.bind(request) as Emit
  define(request, 'emit', (name: string, ...facts: unknown[]) => {
    const error = name === 'response' ? unasked.refusal() : undefined
    if (error === undefined) return emit(name, ...facts)
    // Where a response has come, Node's client tells of no error any more.
    Reflect.set(request, 'res', null)
    request.destroy(error)
    return true
  })
}

type Emit = (name: string, ...facts: unknown[]) => boolean
