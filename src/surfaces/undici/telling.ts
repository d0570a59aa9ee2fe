import { channel } from 'node:diagnostics_channel'
import { takeAside } from './aside.ts'
import type { Send } from './dispatch.ts'
import { type Controller, type Handler, wrapping } from './handler.ts'
import type { DispatchOptions } from './request.ts'

// That a request was made, undici says itself as it makes it.
const headers = channel('undici:request:headers')
const trailers = channel('undici:request:trailers')
const error = channel('undici:request:error')

/** Whether anybody traces the requests of undici, as OpenTelemetry does. */
export function isTraced(): boolean {
  return headers.hasSubscribers || trailers.hasSubscribers || error.hasSubscribers
}

/**
 * A handler that tells on undici's diagnostics channels of a request that undici does not send.
 *
 * @param client - The `Client` that would send it.
 * @param take - What of this takes a request.
 */
export function telling(
  client: object,
  take: Send,
  options: DispatchOptions,
  handler: Handler,
): Handler {
  const request = takeAside(client, take, options, handler)
  if (request === undefined) return handler
  return wrapping(handler, (call, name, facts) => {
    tell(request, name, facts)
    return call()
  })
}

function tell(request: object, name: string, facts: readonly unknown[]): void {
  const controller = facts[0] as Controller
  switch (name) {
    case 'onHeaders': {
      const [statusCode, raw, , statusText] = facts
      return headers.publish({ request, response: { statusCode, headers: raw, statusText } })
    }
    case 'onResponseStart': {
      const [, statusCode, , statusText] = facts
      const response = { statusCode, headers: controller.rawHeaders, statusText }
      return headers.publish({ request, response })
    }
    case 'onComplete':
      return trailers.publish({ request, trailers: facts[0] })
    case 'onResponseEnd':
      return trailers.publish({ request, trailers: controller.rawTrailers })
    case 'onError':
    case 'onResponseError':
      return error.publish({ request, error: facts.at(-1) })
  }
}
