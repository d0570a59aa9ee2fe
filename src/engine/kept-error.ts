import type { HeaderMap } from '../core/headers.ts'
import { hasSaidItsLastWord } from '../core/media.ts'
import type { TakenBody } from './body-taker.ts'

/** What a cassette says of the end of a response, where that was none. @param error - The code of what cut it off */
export function errorToKeep(
  headers: HeaderMap,
  taken: TakenBody,
  error: string | undefined,
): string | undefined {
  if (taken.isTooLarge) return 'BODY_NOT_KEPT'
  const isWhole = error === 'ABORT_ERR' && hasSaidItsLastWord(headers, taken.body)
  return isWhole ? undefined : error
}
