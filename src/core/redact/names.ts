/** Answers whether a name of a header, a parameter, a field or a JSON key is one of a list. */
export type NameTest = (name: string) => boolean

/** A list of names, in any case and with any separators. */
export interface NameList {
  /** The whole name. */
  readonly whole: readonly string[]
  /** What a name ends with: `apikey` finds `OPENAI_API_KEY` and `X-Goog-Api-Key`. */
  readonly endings: readonly string[]
}

const separators = /[^a-z0-9]/g
const remembered = 2_000

/** A name without case and separators: `X-Api-Key`, `xApiKey` and `x_api_key` are `xapikey`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(separators, '')
}

/**
 * Makes the test of a list.
 *
 * It remembers the names it has seen (2,000 at most): programs ask about the same few again and again.
 */
export function createNameTest(
  list: NameList,
  added: readonly string[],
  kept: ReadonlySet<string>,
): NameTest {
  const whole = new Set([...list.whole, ...added.map(plainName)].filter((name) => !kept.has(name)))
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const plain = plainName(name)
    const isListed =
      whole.has(plain) ||
      (!kept.has(plain) && list.endings.some((ending) => plain.endsWith(ending)))
    if (known.size < remembered) known.set(name, isListed)
    return isListed
  }
}
