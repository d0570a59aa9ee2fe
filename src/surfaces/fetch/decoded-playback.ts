import { headerValue } from '../../core/headers.ts'
import { decodedResponse } from '../../engine/decoded-interaction.ts'
import type { Playback } from '../../engine/playback.ts'

/** A playback as fetch gives it: without the codings of its body. */
export function decodedPlayback(playback: Playback): Playback {
  // Nearly all have none: of those no more is read than is played.
  if (headerValue(playback.head.headers, 'content-encoding') === undefined) return playback
  const { response } = playback.interaction
  const decoded = decodedResponse(response)
  return decoded === response ? playback : playback.withResponse(decoded)
}
