import type { HttpHandler } from 'msw'
import type { Cassette } from '../core/model.ts'
import { nodeHost } from '../engine/host.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { type HandlerOptions, handlersOf } from './msw/handlers.ts'

/**
 * Request handlers that answer from a cassette, for anybody's own `setupServer` or, in a browser, `setupWorker`, beside
 * hand-written handlers.
 *
 * A request that the cassette does not answer goes on to the next handler, and is msw's `onUnhandledRequest` in the end
 * (`onUnhandledFrame` in msw 3).
 *
 * @param cassette - The text or bytes of one, or one that was read.
 * @throws TypeError for a wrong option, CassetteFormatError, CassetteVersionError.
 * @example setupServer(...cassetteHandlers(readFileSync('cassettes/hello.yaml')), ...mine)
 * @example setupWorker(...cassetteHandlers(await (await fetch('/hello.yaml')).text()), ...mine)
 */
export function cassetteHandlers(
  cassette: string | Uint8Array | Cassette,
  options: HandlerOptions = {},
): HttpHandler[] {
  return handlersOf(cassette, options, { host: nodeHost, parse: parseCassette })
}
