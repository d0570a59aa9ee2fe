import type { Difference, Findings } from './difference.ts'
import type { Key } from './key-map.ts'
import type { Normalised } from './normalise.ts'
import type { Template } from './templates.ts'
import { fits } from './wild.ts'

/** One thing in which requests are compared: what stands behind a name in `matchOn`. */
export interface Part {
  readonly name: string
  /** Whether method and URL alone tell. */
  readonly isPlace: boolean
  /** Whether the body alone tells, where its kind is known. */
  readonly isOfBody?: boolean
  /** Equal for requests that match. For a place it is the whole truth, else a hash. */
  readonly key: (request: Normalised) => Key
  /** How to look up a recorded request that may match requests of other keys, too. */
  readonly template?: (recorded: Normalised) => Template | undefined
  readonly compare: (actual: Normalised, recorded: Normalised, findings: Findings) => void
  /** What else makes two recorded requests one, where comparing equal both ways is not enough. */
  readonly isTwin?: (one: Normalised, other: Normalised) => boolean
}

/** All differences in some parts, at most `limit`. */
export function differencesIn(
  parts: readonly Part[],
  actual: Normalised,
  recorded: Normalised,
  limit: number,
): Difference[] {
  const found: Difference[] = []
  for (const { name, compare } of parts) {
    if (found.length >= limit) return found
    compare(actual, recorded, { part: name, found, limit, allows: fits })
  }
  return found
}

/** Whether a live request matches a recorded one in all parts. */
export function agree(parts: readonly Part[], actual: Normalised, recorded: Normalised): boolean {
  return parts.every((part) => isWithoutFindings(part, actual, recorded, fits))
}

/** Whether two recorded requests match the same live ones. */
export function areTwins(parts: readonly Part[], one: Normalised, other: Normalised): boolean {
  return parts.every(
    (part) =>
      part.isTwin?.(one, other) !== false &&
      isWithoutFindings(part, one, other, Object.is) &&
      isWithoutFindings(part, other, one, Object.is),
  )
}

function isWithoutFindings(
  part: Part,
  actual: Normalised,
  recorded: Normalised,
  allows: Findings['allows'],
): boolean {
  const found: Difference[] = []
  part.compare(actual, recorded, { part: part.name, found, limit: 1, allows })
  return found.length === 0
}
