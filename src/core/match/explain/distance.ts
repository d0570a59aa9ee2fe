import type { Difference } from '../difference.ts'

const mostForDetails = 4

/** How far apart two requests are: 0 where nothing differs, the more the less they have to do with each other. */
export function distanceOf(differences: readonly Difference[]): number {
  let places = 0
  let details = 0
  for (const difference of differences) {
    if (isDetail(difference)) details += weightOfDetail(difference)
    else places += weightOfPlace(difference)
  }
  return places + Math.min(details, mostForDetails)
}

function isDetail({ part }: Difference): boolean {
  return !placeParts.has(part)
}

const placeParts = new Set(['method', 'url', 'origin', 'host', 'path', 'query'])

function weightOfDetail({ at }: Difference): number {
  return at === undefined || at === '$' ? 3 : 0.5
}

function weightOfPlace({ part, at = part, actual, recorded }: Difference): number {
  switch (at) {
    case 'host':
      return 8
    case 'path':
      return 2 + 4 * unlikeness(String(actual), String(recorded))
    case 'method':
      return 4
    default:
      return 1
  }
}

/** The share of segments that differ: 0 to 1. */
function unlikeness(one: string, other: string): number {
  const segments = one.split('/')
  const others = other.split('/')
  const longest = Math.max(segments.length, others.length)
  const same = segments.filter((segment, index) => segment === others[index]).length
  return 1 - same / longest
}
