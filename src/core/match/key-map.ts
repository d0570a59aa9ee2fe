/** What a part of a request is looked up by. */
export type Key = string | number

type Level<V> = Map<Key, Level<V> | V>

/** A map with several keys for each value, always as many: one look-up a key, and no key is put together. */
export class KeyMap<V> {
  readonly #root: Level<V> = new Map()

  get(keys: readonly Key[]): V | undefined {
    let level = this.#root
    const last = keys.length - 1
    for (let index = 0; index < last; index++) {
      const next = level.get(keys[index] as Key)
      if (next === undefined) return undefined
      level = next as Level<V>
    }
    return level.get(keys[last] as Key) as V | undefined
  }

  set(keys: readonly Key[], value: V): void {
    let level = this.#root
    for (const key of keys.slice(0, -1)) {
      const next = (level.get(key) as Level<V> | undefined) ?? new Map<Key, Level<V> | V>()
      level.set(key, next)
      level = next
    }
    level.set(keys.at(-1) as Key, value)
  }
}
