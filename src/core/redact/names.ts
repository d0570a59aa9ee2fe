/** Answers whether a name of a header, a parameter, a field or a JSON key is one of a list. */
export type NameTest = (name: string) => boolean

/** Answers the same for a name inside a text, and says no to most without cutting it out. */
export interface NameSearch {
  readonly isListed: NameTest
  /** Whether a listed name may end with these two units: one lookup. */
  readonly mayEndWith: (lastButOne: number, last: number) => boolean
}

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

/** The same test with a memory of 2,000 names: programs ask about the same few again and again. */
export function remembering(ask: NameTest): NameTest {
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const answer = ask(name)
    if (known.size < remembered) known.set(name, answer)
    return answer
  }
}

/** Makes the test of a list. */
export function createNameTest(
  list: NameList,
  added: readonly string[],
  kept: ReadonlySet<string>,
): NameTest {
  const whole = new Set([...list.whole, ...added.map(plainName)].filter((name) => !kept.has(name)))
  return remembering((name) => {
    const plain = plainName(name)
    if (whole.has(plain)) return true
    return !kept.has(plain) && list.endings.some((ending) => plain.endsWith(ending))
  })
}

/** Makes the search for names in texts: those that `isListed` knows are among `names`, or end with one. */
export function createNameSearch(names: readonly string[], isListed: NameTest): NameSearch {
  const endings = new Uint8Array(1 << 10)
  for (const name of names.map(plainName)) {
    endings[pairOf(name.charCodeAt(name.length - 2), name.charCodeAt(name.length - 1))] = 1
  }
  const mayEndWith = (lastButOne: number, last: number): boolean =>
    endings[pairOf(lastButOne, last)] === 1 || !isLetter(lastButOne) || !isLetter(last)
  return { isListed, mayEndWith }
}

// The low five bits are the letter, whatever its case.
function pairOf(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31)
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a)
}
