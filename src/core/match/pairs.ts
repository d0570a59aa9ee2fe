import { type Findings, isEnough, note } from './difference.ts'
import { hashText, mix } from './hash.ts'
import { percentDecode } from './percent.ts'
import { wild } from './wild.ts'

/** A name and its value: of a query, a form, a header. */
export type Pair = readonly [name: string, value: string]

/** Reads `a=1&b=2`. A name without `=` has an empty value. */
export function readPairs(text: string): readonly Pair[] {
  const pairs: Pair[] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    const name = equals === -1 ? piece : piece.slice(0, equals)
    pairs.push([decode(name), equals === -1 ? '' : decode(piece.slice(equals + 1))])
  }
  return pairs
}

function decode(text: string): string {
  return percentDecode(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

/** Orders pairs by name; those of one name stay in their order. */
export function byName(pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length < 2) return pairs
  return pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

/** A hash in which the order of the pairs does not matter. */
export function hashPairs(pairs: readonly Pair[]): number {
  let hash = pairs.length
  for (const [name, value] of pairs) hash = (hash + mix(hashText(value, hashText(name)))) | 0
  return hash
}

/** Compares the values of each name, in their order; `place` and the name say where. */
export function comparePairs(
  actual: readonly Pair[],
  recorded: readonly Pair[],
  place: string,
  findings: Findings,
): void {
  const actualValues = valuesByName(actual)
  const recordedValues = valuesByName(recorded)
  for (const name of new Set([...recordedValues.keys(), ...actualValues.keys()])) {
    if (isEnough(findings)) return
    compareValues(actualValues.get(name), recordedValues.get(name), `${place}.${name}`, findings)
  }
}

function valuesByName(pairs: readonly Pair[]): Map<string, string[]> {
  const values = new Map<string, string[]>()
  for (const [name, value] of pairs) {
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  return values
}

function compareValues(
  actual: readonly string[] | undefined,
  recorded: readonly string[] | undefined,
  at: string,
  findings: Findings,
): void {
  const isSame =
    actual?.length === recorded?.length &&
    actual?.every((value, index) => findings.allows(value, recorded?.[index] as string))
  if (isSame !== true) note(findings, at, oneOrAll(actual), oneOrAll(recorded))
}

function oneOrAll(values: readonly string[] | undefined): unknown {
  return values?.length === 1 ? values[0] : values
}

/** The names whose values hold a wild token. */
export function wildNames(pairs: readonly Pair[]): ReadonlySet<string> {
  return new Set(pairs.filter(([, value]) => value.includes(wild)).map(([name]) => name))
}
