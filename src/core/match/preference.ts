import { type Key, KeyMap } from './key-map.ts'
import type { Sight } from './matcher.ts'
import { holdsSecrets } from './normal-body.ts'
import type { Normalised } from './normalise.ts'
import type { Group } from './sorted-groups.ts'
import { secret } from './wild.ts'

/** A group, told apart by secrets if it has any. */
class NarrowedGroup {
  readonly hidesSecrets: boolean
  readonly byKeys = new KeyMap<number[]>()
  keyCount = 0
  /** How much of the group is in it: groups grow. */
  length = 0

  constructor(first: Normalised) {
    this.hidesSecrets = hidesSecrets(first)
  }

  add(position: number, keys: readonly Key[]): void {
    this.length += 1
    const same = this.byKeys.get(keys)
    if (same !== undefined) {
      same.push(position)
      return
    }
    this.byKeys.set(keys, [position])
    this.keyCount += 1
  }
}

/**
 * Which of several interactions that match is meant: the ones whose secrets are the very same.
 *
 * A token that one recorded answer handed out and that is sent back (`[REDACTED:2]`) gets what was recorded with it, and
 * real keys that a cassette of go-vcr still holds are told apart.
 */
export class Preference {
  readonly #sight: Sight
  readonly #normalAt: (position: number) => Normalised
  readonly #narrowed = new WeakMap<Group, NarrowedGroup>()

  constructor(sight: Sight, normalAt: (position: number) => Normalised) {
    this.#sight = sight
    this.#normalAt = normalAt
  }

  /** The parts of groups that have the secrets of a live request; none where that tells nothing. */
  among(groups: readonly Group[], live: Normalised): readonly Group[] {
    // Most hold one interaction.
    if (groups.every(({ length }) => length < 2)) return []
    return groups.map((group) => this.#narrow(group, live)).filter((group) => group !== undefined)
  }

  #narrow(group: Group, live: Normalised): Group | undefined {
    if (group.length < 2) return undefined
    const narrowed = this.#narrowedOf(group)
    if (!narrowed.hidesSecrets) return undefined
    for (const position of group.slice(narrowed.length)) {
      narrowed.add(position, this.#keysOf(this.#normalAt(position)))
    }
    return narrowed.keyCount === 1 ? undefined : narrowed.byKeys.get(this.#keysOf(live))
  }

  #narrowedOf(group: Group): NarrowedGroup {
    const known = this.#narrowed.get(group)
    if (known !== undefined) return known
    const narrowed = new NarrowedGroup(this.#normalAt(group[0] as number))
    this.#narrowed.set(group, narrowed)
    return narrowed
  }

  #keysOf({ request }: Normalised): readonly Key[] {
    const seen = this.#sight.normalise(request)
    return this.#sight.parts.map((part) => part.key(seen))
  }
}

function hidesSecrets(normal: Normalised): boolean {
  const { url } = normal
  return url.isWild || url.text.includes(secret) || holdsSecrets(normal.body())
}
