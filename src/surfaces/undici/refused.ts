import { takeAside } from './aside.ts'
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
  if (isOrdinary(options)) return undefined
  try {
    takeAside(client, take, options, unaskable)
    return undefined
  } catch (error) {
    return error === accepted ? undefined : (error as Error)
  }
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
