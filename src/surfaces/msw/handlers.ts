import { type HttpHandler, http } from 'msw'
import type { ParseCassette } from '../../core/codec/parse.ts'
import type { Cassette } from '../../core/model.ts'
import { type Host, openServed } from '../../engine/opened.ts'
import { type RecorderOptions, defaultMaxBodyBytes } from '../../engine/options.ts'
import type { Playback } from '../../engine/playback.ts'
import { Replayer } from '../../engine/replayer.ts'
import { firstHop } from '../fetch/hop.ts'
import { playedResponse } from '../fetch/played-response.ts'

/** What the handlers need of where they run. */
export interface Surroundings {
  readonly host: Host
  readonly parse: ParseCassette
}

/** How a cassette is replayed by handlers. */
export type HandlerOptions = Omit<RecorderOptions, 'mode'>

/** Request handlers that answer from a cassette: the text or bytes of one, or one that was read. */
export function handlersOf(
  given: string | Uint8Array | Cassette,
  options: HandlerOptions,
  { host, parse }: Surroundings,
): HttpHandler[] {
  const isRead = typeof given === 'object' && 'interactions' in given
  const cassette = isRead ? given : parse(given)
  const replayer = new Replayer(openServed({ cassette, name: '', onMiss: 'refuse' }, options, host))
  const { maxBodyBytes = defaultMaxBodyBytes } = options
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
    const { request } = await firstHop(args.request.clone(), undefined, maxBodyBytes)
    const answer = replayer.answer(request)
    if (answer?.kind === 'refuse') throw answer.error
    if (answer?.kind !== 'replay') return null
    due.set(args.request, answer.playback)
    return run(args)
  }
  return [handler]
}
