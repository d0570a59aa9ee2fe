import { type HttpHandler, http } from 'msw'
import type { Cassette } from '../core/model.ts'
import type { RecorderOptions } from '../engine/options.ts'
import { parseCassette } from '../engine/parse-cassette.ts'
import { Recorder } from '../engine/recorder.ts'
import { firstHop } from './fetch-hop.ts'
import { playedResponse } from './fetch-response.ts'

/**
 * Request handlers that answer from a cassette, for anybody's own `setupServer`, beside hand-written handlers.
 *
 * A request that the cassette does not answer goes on to the next handler, and is msw's `onUnhandledRequest` in the end.
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
  return [
    http.all('*', async ({ request }) => {
      const hop = await firstHop(request, undefined, recorder.maxBodyBytes)
      const outcome = recorder.handle(hop.request)
      if (outcome.kind !== 'replay') return undefined
      const { url } = hop.request
      return playedResponse(outcome.playback, { url, signal: request.signal, isRelayed: true })
    }),
  ]
}
