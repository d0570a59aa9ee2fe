import { remembering } from '../../remembering.ts'

/** Answers whether a name of a header, a parameter, a field or a JSON key is one of a list. */
export type NameTest = (name: string) => boolean

/** Answers whether a name of a list may end before an offset of a text. */
export type EndingTest = (text: string, end: number) => boolean

/** A list of names, in any case and with any separators. */
export interface NameList {
  /** The whole name. */
  readonly whole: readonly string[]
  /** What a name ends with: `apikey` finds `OPENAI_API_KEY` and `X-Goog-Api-Key`. */
  readonly endings: readonly string[]
}

const separators = /[^a-z0-9]/g

/** A name without case and separators: `X-Api-Key`, `xApiKey` and `x_api_key` are `xapikey`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(separators, '')
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

// Letters are 1 to 26 whatever their case; 0 is all else, and may be a separator.
const letters = 27
const letterOf = new Uint8Array(128)
for (let letter = 1; letter < letters; letter++) {
  letterOf[0x40 + letter] = letter
  letterOf[0x60 + letter] = letter
}

/** Makes the test for names, or for what names end with. It looks at three letters, and says yes where it can't tell. */
export function createEndingTest(names: readonly string[]): EndingTest {
  const endings = new Uint8Array(letters ** 3)
  for (const name of names.map(plainName)) endings[endingAt(name, name.length)] = 1
  return (text, end) => {
    const ending = endingAt(text, end)
    return endings[ending] === 1 || holdsOther(ending)
  }
}

/** The last three letters before an offset as one number. */
function endingAt(text: string, end: number): number {
  return (
    (letterAt(text, end - 3) * letters + letterAt(text, end - 2)) * letters +
    letterAt(text, end - 1)
  )
}

function letterAt(text: string, at: number): number {
  return letterOf[text.charCodeAt(at)] ?? 0
}

// A separator or a digit may stand anywhere in a name: such names are looked at in full.
function holdsOther(ending: number): boolean {
  return (
    ending % letters === 0 || ending % (letters * letters) < letters || ending < letters * letters
  )
}
