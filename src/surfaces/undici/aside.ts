import { isError } from '../../core/realms.ts'
import type { Send } from './dispatch.ts'
import type { Handler } from './handler.ts'
import type { DispatchOptions } from './request.ts'

/**
 * Has a client take a request, and not send it.
 *
 * @param take - What of the client takes a request.
 * @returns the request as undici has made it; nothing where the client is of a kind that nobody knows
 * @throws what undici throws of it
 */
export function takeAside(
  client: object,
  take: Send,
  options: DispatchOptions,
  handler: Handler,
): object | undefined {
  const keys = Object.getOwnPropertySymbols(client)
  const queueKey = keys.find(({ description }) => description === 'queue')
  const resuming = keys.find(({ description }) => description === 'resuming')
  if (queueKey === undefined || resuming === undefined) return undefined
  // The same settings, and a queue of its own, which it takes for being worked on.
  const queue: object[] = []
  const aside = Object.create(client, {
    [queueKey]: { value: queue },
    [resuming]: { value: 2, writable: true },
  }) as object
  try {
    take.call(aside, withoutStream(options), handler)
  } catch (error) {
    if (!isOfStandIn(error)) throw error
  }
  return queue[0]
}

/** Undici refuses by errors of its own. This one says that the client's stand-in is none: it has no private members. */
function isOfStandIn(error: unknown): boolean {
  return isError(error) && error.name === 'TypeError'
}

/** Undici would listen to a stream. It takes every one. */
function withoutStream(options: DispatchOptions): DispatchOptions {
  const { body } = options
  const isStream = typeof body === 'object' && body !== null && 'pipe' in body && 'on' in body
  return isStream ? { ...options, body: undefined } : options
}
