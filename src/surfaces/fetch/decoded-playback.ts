import { headerValue } from '../../core/headers.ts'
import { BodyTaker } from '../../engine/body-taker.ts'
import { defaultMaxBodyBytes } from '../../engine/options.ts'
import type { Playback } from '../../engine/playback.ts'

/**
 * A playback as fetch gives it: without the codings of its body. go-vcr keeps them where its client asked for them itself.
 *
 * A body that is not what its header says stays as it is, and so does one with a coding that this Node does not know, and one
 * that is too large when decoded.
 */
export function decodedPlayback(playback: Playback): Playback {
  const coding = headerValue(playback.head.headers, 'content-encoding')
  if (coding === undefined) return playback
  const { body } = playback.response
  if (typeof body === 'string') return playback
  const taker = new BodyTaker(coding, defaultMaxBodyBytes)
  taker.take(body, 0)
  const taken = taker.finish(true, 0)
  return taken.isDecoded ? playback.withBody(taken.body) : playback
}
