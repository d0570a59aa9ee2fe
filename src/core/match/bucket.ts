import { hashText } from './hash.ts'
import type { Normalised } from './normalise.ts'
import { agree, areTwins, type Part } from './part.ts'

/**
 * Positions of interactions that nothing tells apart, in the order of the file.
 *
 * The same group is the same array each time, so that it may be the key of a cursor.
 */
export type Group = readonly number[]

/** The interactions of one place (method and URL, say), told apart by what else is compared. */
export interface Bucket {
  /** What they have in common, as the first of them has it. */
  readonly place: Normalised
  readonly all: Group
  readonly add: (position: number) => void
  /** All groups, or every interaction by itself where no request has asked for them yet. */
  readonly groups: () => readonly Group[]
  /** The groups that match a live request of this place. */
  readonly find: (live: Normalised) => readonly Group[]
}

/**
 * Makes the bucket of one place.
 *
 * Bodies are not looked at before a request asks for the place, and then only hashed, not kept.
 */
export function createBucket(
  first: number,
  details: readonly Part[],
  normalAt: (position: number) => Normalised,
): Bucket {
  const all = [first]
  const whole = [all]
  let sorted: Sorted | undefined
  return {
    place: normalAt(first),
    all,
    add: (position) => {
      all.push(position)
      if (sorted !== undefined) sortIn(sorted, position, details, normalAt)
    },
    groups: () =>
      sorted === undefined ? all.map((position) => [position]) : [...sorted.byKey.values()].flat(),
    find: (live) => {
      if (details.length === 0 || live.request.body === undefined) return whole
      if (all.length === 1) return agree(details, live, normalAt(first)) ? whole : []
      sorted ??= sortAll(all, details, normalAt)
      return findIn(sorted, live, details, normalAt)
    },
  }
}

interface Sorted {
  readonly byKey: Map<string, number[][]>
  /** Groups that may match requests of any key. */
  readonly wild: number[][]
  /** Bodies that need no second reading: by the hash of their text, where one stands and its normal hash. */
  readonly known: Map<number, { readonly position: number; readonly hash: number }>
}

type NormalAt = (position: number) => Normalised

function sortAll(positions: Group, details: readonly Part[], normalAt: NormalAt): Sorted {
  const sorted: Sorted = { byKey: new Map(), wild: [], known: new Map() }
  for (const position of positions) sortIn(sorted, position, details, normalAt)
  return sorted
}

function sortIn(
  sorted: Sorted,
  position: number,
  details: readonly Part[],
  normalAt: NormalAt,
): void {
  const normal = withKnownHash(sorted, normalAt(position), normalAt)
  const key = keyOf(details, normal)
  remember(sorted, position, normal)
  const groups = sorted.byKey.get(key)
  const twins = groups?.find((group) => areTwins(details, normalAt(group[0] as number), normal))
  if (twins !== undefined) {
    twins.push(position)
    return
  }
  const group = [position]
  if (groups === undefined) sorted.byKey.set(key, [group])
  else groups.push(group)
  if (details.some((part) => part.isWild(normal))) sorted.wild.push(group)
}

function findIn(
  sorted: Sorted,
  live: Normalised,
  details: readonly Part[],
  normalAt: NormalAt,
): readonly Group[] {
  const matches = (group: Group): boolean => agree(details, live, normalAt(group[0] as number))
  const keyed = sorted.byKey.get(keyOf(details, withKnownHash(sorted, live, normalAt))) ?? []
  const found = keyed.filter(matches)
  if (sorted.wild.length === 0) return found
  return [...found, ...sorted.wild.filter((group) => !keyed.includes(group) && matches(group))]
}

function keyOf(details: readonly Part[], request: Normalised): string {
  return details.map((part) => part.key(request)).join(' ')
}

/** A body whose very text was seen before needs no parsing. */
function withKnownHash(sorted: Sorted, request: Normalised, normalAt: NormalAt): Normalised {
  const { body } = request.request
  if (typeof body !== 'string') return request
  const known = sorted.known.get(hashText(body))
  if (known === undefined || normalAt(known.position).request.body !== body) return request
  return { ...request, bodyHash: () => known.hash }
}

function remember(sorted: Sorted, position: number, normal: Normalised): void {
  const { body } = normal.request
  if (typeof body !== 'string' || body === '') return
  const text = hashText(body)
  if (!sorted.known.has(text)) sorted.known.set(text, { position, hash: normal.bodyHash() })
}
