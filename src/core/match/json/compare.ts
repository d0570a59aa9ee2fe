import { type Findings, isEnough, note } from '../difference.ts'
import { isList } from './hash.ts'
import type { JsonValue } from './json.ts'
import { pathStep } from './path.ts'
import { wild } from '../wild.ts'

type List = readonly (JsonValue | undefined)[]
type Names = { readonly [name: string]: JsonValue | undefined }

/** Compares two JSON values; `trail` says where they stand. */
export function compareJson(
  actual: JsonValue,
  recorded: JsonValue,
  findings: Findings,
  trail: (string | number)[] = [],
): void {
  if (actual === recorded) return
  if (isNested(actual) && isNested(recorded)) {
    if (isList(actual) && isList(recorded)) return compareLists(actual, recorded, findings, trail)
    if (!isList(actual) && !isList(recorded)) return compareNames(actual, recorded, findings, trail)
  }
  if (!allows(actual, recorded, findings)) noteAt(trail, actual, recorded, findings)
}

function isNested(value: JsonValue): value is List | Names {
  return typeof value === 'object' && value !== null
}

function allows(actual: JsonValue, recorded: JsonValue, findings: Findings): boolean {
  if (typeof recorded !== 'string') return false
  if (typeof actual === 'string') return findings.allows(actual, recorded)
  return recorded === wild && findings.allows('', recorded)
}

function compareLists(
  actual: List,
  recorded: List,
  findings: Findings,
  trail: (string | number)[],
): void {
  const length = Math.max(actual.length, recorded.length)
  for (let index = 0; index < length && !isEnough(findings); index++) {
    compareMember(actual[index], recorded[index], index, findings, trail)
  }
}

function compareNames(
  actual: Names,
  recorded: Names,
  findings: Findings,
  trail: (string | number)[],
): void {
  for (const name of Object.keys(recorded)) {
    if (isEnough(findings)) return
    compareMember(own(actual, name), recorded[name], name, findings, trail)
  }
  for (const name of Object.keys(actual)) {
    if (isEnough(findings)) return
    if (!Object.hasOwn(recorded, name))
      compareMember(actual[name], undefined, name, findings, trail)
  }
}

function own(value: Names, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined
}

function compareMember(
  actual: JsonValue | undefined,
  recorded: JsonValue | undefined,
  key: string | number,
  findings: Findings,
  trail: (string | number)[],
): void {
  if (actual === recorded) return
  trail.push(key)
  if (actual === undefined || recorded === undefined) noteAt(trail, actual, recorded, findings)
  else compareJson(actual, recorded, findings, trail)
  trail.pop()
}

function noteAt(
  trail: readonly (string | number)[],
  actual: JsonValue | undefined,
  recorded: JsonValue | undefined,
  findings: Findings,
): void {
  note(findings, `$${trail.map(pathStep).join('')}`, actual, recorded)
}
