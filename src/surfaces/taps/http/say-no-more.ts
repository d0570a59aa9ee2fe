import type { ClientRequest } from 'node:http'
import { define } from '../define.ts'

/** A client was told of an event already: it is not told when Node tells of it, too. */
export function sayNoMore(request: ClientRequest, name: string): void {
  const emit = request.emit.bind(request)
  define(request, 'emit', (event: string, ...facts: unknown[]) =>
    event === name ? true : emit(event, ...facts),
  )
}
