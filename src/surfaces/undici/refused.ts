import type { Send } from './dispatch.ts'
import type { Handler } from './handler.ts'
import { isOrdinary } from './ordinary.ts'
import type { DispatchOptions } from './request.ts'

/**
 * The error with which undici refuses a request that it does not take: its method, headers or options are none.
 *
 * It is asked itself, of whatever copy it is. Nothing is sent.
 *
 * @param client - A `Client` of that copy.
 * @param take - What of this takes a request.
 * @returns nothing where it takes the request
 */
export function refusalOf(client: object, take: Send, options: DispatchOptions): Error | undefined {
  const asked = isOrdinary(options) ? undefined : aside(client)
  if (asked === undefined) return undefined
  try {
    take.call(asked, withoutStream(options), unaskable)
    return undefined
  } catch (error) {
    return error === accepted ? undefined : (error as Error)
  }
}

/** A client that has the same settings, and a queue of its own, which it takes for being worked on. */
function aside(client: object): object | undefined {
  const keys = Object.getOwnPropertySymbols(client)
  const queue = keys.find(({ description }) => description === 'queue')
  const resuming = keys.find(({ description }) => description === 'resuming')
  if (queue === undefined || resuming === undefined) return undefined
  return Object.create(client, {
    [queue]: { value: [] },
    [resuming]: { value: 2, writable: true },
  }) as object
}

/** Undici would listen to a stream. It takes every one. */
function withoutStream(options: DispatchOptions): DispatchOptions {
  const { body } = options
  const isStream = typeof body === 'object' && body !== null && 'pipe' in body && 'on' in body
  return isStream ? { ...options, body: undefined } : options
}

const accepted = Symbol('wiretape.accepted')

/** The handler is the last that undici looks at, before it tells anybody of the request. */
const unaskable: Handler = new Proxy<Handler>(
  {},
  {
    get() {
      // oxlint-disable-next-line no-throw-literal
      throw accepted
    },
  },
)
