/**
 * Compares two keys as go-yaml sorts a map: `Accept`, `X-A`, `X-A2`, `X-A10`, `x-a`.
 *
 * Letters by code point, letters after what is none, runs of digits as numbers.
 * @returns negative, 0 or positive, as `Array.sort` wants it
 * @see https://github.com/yaml/go-yaml, sorter.go
 */
export function compareKeys(left: string, right: string): number {
  if (plainKey.test(left) && plainKey.test(right)) return left < right ? -1 : left > right ? 1 : 0
  return compareNaturally(Array.from(left), Array.from(right))
}

// Among these (no digit, nothing above the letters) the natural order is that of the code points.
const plainKey = /^[A-Za-z!-/]+$/
const letter = /^\p{L}$/u
const digit = /^\p{Nd}$/u

function compareNaturally(left: readonly string[], right: readonly string[]): number {
  let afterDigit = false
  const shorter = Math.min(left.length, right.length)
  for (let at = 0; at < shorter; at++) {
    const a = left[at] as string
    const b = right[at] as string
    if (a === b) {
      afterDigit = digit.test(a)
      continue
    }
    return compareDifference(left, right, at, afterDigit)
  }
  return left.length - right.length
}

function compareDifference(
  left: readonly string[],
  right: readonly string[],
  at: number,
  afterDigit: boolean,
): number {
  const a = left[at] as string
  const b = right[at] as string
  const isLetterA = letter.test(a)
  const isLetterB = letter.test(b)
  if (isLetterA && isLetterB) return codePoint(a) - codePoint(b)
  if (isLetterA || isLetterB) return isLetterA === afterDigit ? -1 : 1
  const start = startOfNumbers(left, at, a === '0' || b === '0')
  const runA = readRun(left, at, start)
  const runB = readRun(right, at, start)
  if (runA.value !== runB.value) return runA.value < runB.value ? -1 : 1
  if (runA.end !== runB.end) return runA.end - runB.end
  return codePoint(a) - codePoint(b)
}

// So that 10 comes after 9 in `a10` and `a9`, but leading zeros do not count.
function startOfNumbers(common: readonly string[], at: number, isZero: boolean): bigint {
  if (!isZero) return 0n
  for (let before = at - 1; before >= 0; before--) {
    const character = common[before] as string
    if (!digit.test(character)) return 0n
    if (character !== '0') return 1n
  }
  return 0n
}

function readRun(
  key: readonly string[],
  at: number,
  start: bigint,
): { readonly value: bigint; readonly end: number } {
  let value = start
  let end = at
  for (; end < key.length && digit.test(key[end] as string); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(codePoint(key[end] as string) - 48))
  }
  return { value, end }
}

function codePoint(character: string): number {
  return character.codePointAt(0) as number
}
