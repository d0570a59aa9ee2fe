import { type MemberManner, membersFrom } from './json-members.ts'
import { openingQuote, skipBlanks } from './json-strings.ts'
import type { EndingTest, NameTest } from './names.ts'

/** The keys under which lists of headers, parameters and variables have a name: `{"name":"DB_PASSWORD","value":"..."}`. */
export const nameKeys: ReadonlySet<string> = new Set(['key', 'name', 'Key', 'Name', 'ParameterKey'])
const valueKeys: ReadonlySet<string> = new Set(['value', 'Value', 'ParameterValue'])

interface Names {
  readonly isSecret: NameTest
  /** Whether a secret name may end before an offset: says no to most. */
  readonly mayEndAt: EndingTest
}

const longestName = 128
const nameOnly = /^[\w./-]{3,}$/
const variable = /(?:^|[_/])(?:TOKEN|SECRET|KEY)$/

/**
 * Where the value of a name begins, right behind its colon, if the name is one of a secret: behind it, or before it in the
 * same object.
 *
 * @param from - Behind the colon of the name.
 * @param depth - How many backslashes stand before its quotes.
 */
export function namedValueAt(
  text: string,
  from: number,
  depth: number,
  names: Names,
): number | undefined {
  const at = skipBlanks(text, from)
  const opened = openingQuote(text, at, depth)
  if (opened === undefined) return undefined
  const end = text.indexOf('"', opened) - depth
  if (end < opened || end > opened + longestName) return undefined
  // Most are none: three letters tell.
  if (!names.mayEndAt(text, end)) return undefined
  const name = text.slice(opened, end)
  if (!nameOnly.test(name) || !(variable.test(name) || names.isSecret(name))) return undefined
  for (const { key, value } of membersFrom(text, end + depth + 1, manner)) {
    if (valueKeys.has(key)) return value
  }
  return valueBefore(text, at)
}

/** So far before its name a value may begin. */
const farthest = 4_096
/** Values may hold braces, too. */
const mostBraces = 4

function valueBefore(text: string, name: number): number | undefined {
  const start = Math.max(0, name - farthest)
  const before = text.slice(start, name)
  let brace = before.lastIndexOf('{')
  for (let tried = 0; tried < mostBraces && brace !== -1; tried++) {
    const value = valueBetween(text, start + brace, name)
    if (value !== undefined) return value
    brace = before.slice(0, brace).lastIndexOf('{')
  }
  return undefined
}

function valueBetween(text: string, brace: number, name: number): number | undefined {
  let found: number | undefined
  for (const { key, value } of membersFrom(text, brace, manner)) {
    if (value === name) return found
    if (valueKeys.has(key)) found = value
  }
  return undefined
}

/** Types, descriptions and switches stand between a name and its value: no object, and no list. */
const manner: MemberManner = {
  member: /\s*[{,]\s*(\\{0,7})"([\w.-]{1,64})\1"\s*:\s*/y,
  plain: /(?:[\d.eE+-]+|true|false|null|\[\]|\{\})(?=\s*[,}])/y,
  most: 10,
}

const wrapped = /\{\s*(\\{0,7})"(?:type\1"\s*:\s*\1"[\w.-]{1,40}\1"\s*,\s*\1")?value\1"\s*:/y

/**
 * Where the value of a secret begins that stands in an object of its own, right behind its colon; nothing where it does not.
 *
 * @example `{"adminPassword":{"value":"..."}}`, as parameters of Azure and passwords of Okta are
 */
export function wrappedValueAt(text: string, from: number): number | undefined {
  wrapped.lastIndex = from
  return wrapped.test(text) ? wrapped.lastIndex : undefined
}
