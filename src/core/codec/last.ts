import type { Dialect } from './dialect.ts'
import { compareKeys } from './key-order.ts'

const longestKept = 512

/**
 * The lines that were written last, and of what: most lines of an interaction are those of the one before.
 *
 * To compare a value takes less than to find out how it is quoted.
 */
export class LastLines {
  #dialect: Dialect | undefined
  #value: unknown
  #lines = ''

  /** The lines of a value, where they are those that were written last. */
  of(value: unknown, dialect: Dialect): string | undefined {
    return value === this.#value && dialect === this.#dialect ? this.#lines : undefined
  }

  /** Remembers the lines of a value, unless they are long, and gives them back. */
  keep(value: unknown, dialect: Dialect, lines: string): string {
    if (lines.length > longestKept) return lines
    this.#dialect = dialect
    this.#value = value
    return (this.#lines = lines)
  }
}

/** Sorts the keys of maps that mostly have the same keys in the same order. */
export class LastOrder {
  #isGoccy = false
  #given: readonly string[] = []
  #sorted: readonly string[] = []

  /** Sorted as the dialect's go-yaml sorts them. */
  sorted(keys: readonly string[], { goYaml }: Dialect): readonly string[] {
    const isGoccy = goYaml === 'goccy'
    if (isGoccy !== this.#isGoccy || !areSame(keys, this.#given)) {
      this.#isGoccy = isGoccy
      this.#given = keys
      this.#sorted = isGoccy ? [...keys].sort() : [...keys].sort(compareKeys)
    }
    return this.#sorted
  }
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false
  for (let index = 0; index < some.length; index++) if (some[index] !== others[index]) return false
  return true
}
