import { type Findings, compareText, isEnough, note } from './difference.ts'
import type { NormalUrl } from './normal-url.ts'
import { comparePairs } from './pairs.ts'

/** Compares all of two URLs. */
export function compareUrls(actual: NormalUrl, recorded: NormalUrl, findings: Findings): void {
  if (actual.text === recorded.text) return
  compareOrigins(actual, recorded, findings)
  if (!isEnough(findings)) comparePaths(actual, recorded, 'path', findings)
  if (!isEnough(findings)) comparePairs(actual.query, recorded.query, 'query', findings)
}

/** Compares scheme and host. */
export function compareOrigins(actual: NormalUrl, recorded: NormalUrl, findings: Findings): void {
  compareText(actual.scheme, recorded.scheme, 'scheme', findings)
  if (!isEnough(findings)) compareText(actual.host, recorded.host, 'host', findings)
}

/** Compares paths segment by segment, so that a wild token stands for no slash. */
export function comparePaths(
  actual: NormalUrl,
  recorded: NormalUrl,
  at: string | undefined,
  findings: Findings,
): void {
  if (actual.path === recorded.path) return
  const actualSegments = actual.path.split('/')
  const recordedSegments = recorded.path.split('/')
  const isSame =
    actualSegments.length === recordedSegments.length &&
    actualSegments.every((segment, index) =>
      findings.allows(segment, recordedSegments[index] as string),
    )
  if (!isSame) note(findings, at, actual.path, recorded.path)
}
