import { bodyText } from './body-text.ts'
import { holdsAsciiRun } from './shapes/ascii-run.ts'
import { jsonPlaces } from './places/json-places.ts'
import type { Redaction } from './redaction.ts'
import { isForm } from './secret-spans.ts'

const leastBytes = 1_048_576
// As a text, a window with what overlaps is small enough that its memory is used again for the next.
const windowBytes = 98_304
// Every secret shows in its first bytes, behind a name that is not far.
const overlapBytes = 8_192

/**
 * Whether a large body that is no text plainly holds no secret.
 *
 * It is looked at a window at a time: the whole of it as one text takes as much memory again, and each search would have
 * to bring all of that into the processor. It says no where windows cannot tell: then the whole has to be looked at.
 */
export function isPlainlyClean(
  bytes: Uint8Array,
  contentType: string | undefined,
  { rules, search, searchNoise }: Redaction,
): boolean {
  if (bytes.length < leastBytes || rules.hasPatterns) return false
  if (dependsOnStart(bytes, contentType)) return false
  for (let from = 0; from < bytes.length; from += windowBytes) {
    const window = bytes.subarray(from, from + windowBytes + overlapBytes)
    const text = bodyText(window)
    const { secrets, pieces, isQuery } = jsonPlaces(text, rules.jsonKeys)
    // Pieces of a stream's text may be a secret together.
    if (secrets.length + pieces.length > 0 || isQuery) return false
    const found = holdsAsciiRun(window) ? search(text) : searchNoise(text)
    if (found.length > 0) return false
  }
  return true
}

/** Whether it takes the beginning to know what a part is: in forms, multipart and XML. */
function dependsOnStart(bytes: Uint8Array, contentType: string | undefined): boolean {
  const start = bodyText(bytes.subarray(0, 2))
  if (start === '--' || start.startsWith('<')) return true
  return contentType === undefined || isForm('', contentType)
}
