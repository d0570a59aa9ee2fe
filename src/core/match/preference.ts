import { type Key, KeyMap } from './key-map.ts'
import type { Sight } from './matcher.ts'
import { bodyHoldsSecret, bodyHoldsWild } from './normal-body.ts'
import type { Normalised } from './normalise.ts'
import type { Group } from './sorted-groups.ts'
import { secret } from './wild.ts'

interface Narrowed {
  /** How long the group was: it may have grown since. */
  readonly length: number
  readonly byKey: KeyMap<number[]>
  readonly isOneKey: boolean
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
  readonly #narrowed = new WeakMap<Group, Narrowed>()

  constructor(sight: Sight, normalAt: (position: number) => Normalised) {
    this.#sight = sight
    this.#normalAt = normalAt
  }

  /** The parts of groups that have the secrets of a live request; none where that tells nothing. */
  among(groups: readonly Group[], live: Normalised): readonly Group[] {
    return groups.map((group) => this.#narrow(group, live)).filter((group) => group !== undefined)
  }

  #narrow(group: Group, live: Normalised): Group | undefined {
    if (group.length < 2 || !hidesSecrets(this.#normalAt(group[0] as number))) return undefined
    const { byKey, isOneKey } = this.#narrowedOf(group)
    return isOneKey ? undefined : byKey.get(this.#keysOf(live))
  }

  #narrowedOf(group: Group): Narrowed {
    const known = this.#narrowed.get(group)
    if (known?.length === group.length) return known
    const byKey = new KeyMap<number[]>()
    let keyCount = 0
    for (const position of group) {
      const keys = this.#keysOf(this.#normalAt(position))
      const same = byKey.get(keys)
      if (same === undefined) {
        byKey.set(keys, [position])
        keyCount += 1
      } else {
        same.push(position)
      }
    }
    const narrowed = { length: group.length, byKey, isOneKey: keyCount === 1 }
    this.#narrowed.set(group, narrowed)
    return narrowed
  }

  #keysOf({ request }: Normalised): readonly Key[] {
    const seen = this.#sight.normalise(request)
    return this.#sight.parts.map((part) => part.key(seen))
  }
}

function hidesSecrets({ url, body }: Normalised): boolean {
  return url.isWild || url.text.includes(secret) || bodyHoldsWild(body()) || bodyHoldsSecret(body())
}
