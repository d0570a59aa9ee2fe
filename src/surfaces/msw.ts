import { type HttpHandler, http } from 'msw'
import type { Cassette } from '../core/model.ts'
import type { RecorderOptions } from '../engine/options.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import type { Playback } from '../engine/playback.ts'
import { Recorder } from '../engine/recorder.ts'
import { firstHop } from './fetch-hop.ts'
import { playedResponse } from './played-response.ts'

/**
 * Request handlers that answer from a cassette, for anybody's own `setupServer`, beside hand-written handlers.
 *
 * A request that the cassette does not answer goes on to the next handler, and is msw's `onUnhandledRequest` in the end
 * (`onUnhandledFrame` in msw 3).
 *
 * @param cassette - The text or bytes of one, or one that was read.
 * @throws TypeError for a wrong option, CassetteFormatError, CassetteVersionError.
 * @example setupServer(...cassetteHandlers(readFileSync('cassettes/hello.yaml')), ...mine)
 */
export function cassetteHandlers(
  cassette: string | Uint8Array | Cassette,
  options: Omit<RecorderOptions, 'mode'> = {},
): HttpHandler[] {
  const isRead = typeof cassette === 'object' && 'interactions' in cassette
  const recorder = Recorder.of(isRead ? cassette : parseCassette(cassette), options)
  const due = new WeakMap<Request, Playback>()
  const handler = http.all('*', ({ request }) => {
    const playback = due.get(request)
    const { url, signal } = request
    return playback && playedResponse(playback, { url, signal, isRelayed: true })
  })
  const run = handler.run.bind(handler)
  // Asked before it runs: what has run has handled its request, whatever it gave, and msw never calls that unhandled.
  handler.run = async (args) => {
    // The next handler may want to read it.
    const { request } = await firstHop(args.request.clone(), undefined, recorder.maxBodyBytes)
    const outcome = recorder.handle(request)
    if (outcome.kind === 'refuse' && !isMiss(outcome.error)) throw outcome.error
    if (outcome.kind !== 'replay') return null
    due.set(args.request, outcome.playback)
    return run(args)
  }
  return [handler]
}

/** What the cassette does not have may be the next handler's. */
function isMiss(error: Error): boolean {
  return 'code' in error && error.code === 'NO_MATCH'
}
