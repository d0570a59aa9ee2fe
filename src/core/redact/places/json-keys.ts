import { remembering } from '../../remembering.ts'
import { deltaKeys } from '../deltas.ts'
import { jwkKey } from './jwk-places.ts'
import { nameKeys } from './named-values.ts'
import { createEndingTest, type EndingTest, type NameTest } from './names.ts'

/**
 * A JSON key, and what it stands for: a secret, a piece of a stream's text, the name of a value beside it, or the kind of a
 * JSON Web Key.
 */
export interface JsonKey {
  readonly name: string
  readonly kind: 'secret' | 'piece' | 'name' | 'jwk' | 'other'
}

/** The JSON keys that are looked for. */
export interface JsonKeys {
  readonly isSecret: NameTest
  /** The key that stands between two offsets of a text, without its quotes. */
  readonly keyAt: (text: string, start: number, end: number) => JsonKey
  /** Whether a key that is looked for may end before an offset: says no to most. */
  readonly mayEndAt: EndingTest
}

const slots = 64

/** @param names - What `isSecret` knows, or what the names end with that it knows. */
export function createJsonKeys(names: readonly string[], isSecret: NameTest): JsonKeys {
  const keyOf = remembering((name): JsonKey => {
    if (isSecret(name)) return { name, kind: 'secret' }
    if (deltaKeys.has(name)) return { name, kind: 'piece' }
    if (name === jwkKey) return { name, kind: 'jwk' }
    return { name, kind: nameKeys.has(name) ? 'name' : 'other' }
  })
  // A stream has the same few keys in each event: comparing one costs less than cutting it out.
  const lately: (JsonKey | undefined)[] = []
  return {
    isSecret,
    keyAt: (text, start, end) => {
      const slot = (text.charCodeAt(start) * 5 + text.charCodeAt(end - 1) + end - start) % slots
      const known = lately[slot]
      if (known?.name.length === end - start && text.startsWith(known.name, start)) return known
      return (lately[slot] = keyOf(text.slice(start, end)))
    },
    mayEndAt: createEndingTest([...names, ...deltaKeys, ...nameKeys, jwkKey]),
  }
}
