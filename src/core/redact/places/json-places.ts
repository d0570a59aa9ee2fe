import type { Piece } from '../deltas.ts'
import { privateValues } from './jwk-places.ts'
import { namedValueAt, wrappedValueAt } from './named-values.ts'
import type { JsonKey, JsonKeys } from './json-keys.ts'
import {
  backslashesBefore,
  closingQuote,
  isBlank,
  openingQuote,
  skipBlanks,
} from './json-strings.ts'
import type { Span } from '../span.ts'

const longestKey = 64
const quote = 0x22

/** What the members of JSON text hold. */
export interface JsonPlaces {
  readonly secrets: readonly Span[]
  /** The strings of `deltaKeys`, in order: the pieces of a stream's text. */
  readonly pieces: readonly Piece[]
  /** Whether the text holds a query of GraphQL. */
  readonly isQuery: boolean
}

interface Filled {
  readonly secrets: Span[]
  readonly pieces: Piece[]
  readonly isQuery: boolean
}

/**
 * Finds the strings (and strings of lists, and long numbers) of secret keys in JSON text, and the pieces of streams.
 *
 * It goes from colon to colon and parses nothing, so it also reads JSON that was cut off, in JSON strings, event streams
 * and ndjson: a key's quotes have as many backslashes before them as those of its value.
 */
export function jsonPlaces(text: string, keys: JsonKeys): JsonPlaces {
  const found: Filled = { secrets: [], pieces: [], isQuery: isGraphQl(text) }
  let colon = text.indexOf(':')
  while (colon !== -1) {
    let next = colon + 1
    const key =
      keyBefore(text, colon, keys) ??
      (found.isQuery ? argumentBefore(text, colon, keys) : undefined)
    if (key !== undefined) next = behindKey(text, next, key, keys, found)
    colon = text.indexOf(':', next)
  }
  return found
}

/** Adds what stands behind the colon of a key, if it is looked for, and returns where to go on. */
function behindKey(
  text: string,
  from: number,
  { key, depth }: FoundKey,
  keys: JsonKeys,
  found: Filled,
): number {
  switch (key.kind) {
    case 'secret':
      return valuesAfter(text, from, depth, found.secrets)
    case 'piece':
      return depth === 0 ? pieceAfter(text, from, key.name, found.pieces) : from
    case 'name': {
      const value = namedValueAt(text, from, depth, keys)
      if (value !== undefined) valuesAfter(text, value, depth, found.secrets)
      // Others may stand between a name and its value.
      return from
    }
    case 'jwk':
      for (const value of privateValues(text, from)) valuesAfter(text, value, depth, found.secrets)
      return from
    case 'other':
      return from
  }
}

const graphQlText = /^\s*(?:mutation|query|subscription)\b/
const argument = /(\w{3,64})\s*$/
const opening = /\s*(\\{0,7})"/y

/** Whether a text holds a query of GraphQL: as JSON, as a parameter, or bare. */
function isGraphQl(text: string): boolean {
  // Looked for by a letter that is rare, for bodies are long.
  for (let at = text.indexOf('query'); at !== -1; at = text.indexOf('query', at + 5)) {
    const behind = text[at + 5]
    if (behind === '=' || (behind === '"' && text[at - 1] === '"')) return true
  }
  return graphQlText.test(text)
}

/** An argument in the text of a GraphQL query: `password: \"...\"`. */
function argumentBefore(text: string, colon: number, keys: JsonKeys): FoundKey | undefined {
  opening.lastIndex = colon + 1
  const depth = opening.exec(text)?.[1]?.length
  const name = argument.exec(text.slice(Math.max(0, colon - longestKey), colon))?.[1]
  if (depth === undefined || name === undefined) return undefined
  return { key: keys.keyAt(name, 0, name.length), depth }
}

interface FoundKey {
  readonly key: JsonKey
  /** How many backslashes stand before its quotes. */
  readonly depth: number
}

/** The key before a colon, if it may be one of those looked for. */
function keyBefore(text: string, colon: number, keys: JsonKeys): FoundKey | undefined {
  let end = colon - 1
  while (isBlank(text.charCodeAt(end))) end -= 1
  if (text.charCodeAt(end) !== quote) return undefined
  const depth = backslashesBefore(text, end)
  const keyEnd = end - depth
  if (!keys.mayEndAt(text, keyEnd)) return undefined
  let start = keyEnd - 1
  while (isKeyUnit(text.charCodeAt(start))) start -= 1
  const length = keyEnd - start - 1
  if (length < 3 || length > longestKey || text.charCodeAt(start) !== quote) return undefined
  return { key: keys.keyAt(text, start + 1, keyEnd), depth }
}

function pieceAfter(text: string, from: number, key: string, pieces: Piece[]): number {
  const start = openingQuote(text, skipBlanks(text, from), 0)
  if (start === undefined) return from
  const end = closingQuote(text, start, 0)
  pieces.push({ key, start, end })
  return end
}

/** Adds what stands behind a secret key, and returns where to go on. */
function valuesAfter(text: string, from: number, depth: number, spans: Span[]): number {
  let at = skipBlanks(text, from)
  if (text[at] === '{') at = skipBlanks(text, wrappedValueAt(text, at) ?? at)
  const isList = text[at] === '['
  if (isList) at = skipBlanks(text, at + 1)
  for (;;) {
    const opened = openingQuote(text, at, depth)
    if (opened === undefined) return isList ? at : numberAfter(text, at, spans)
    const end = closingQuote(text, opened, depth)
    if (end > opened) spans.push({ start: opened, end, rule: 'json' })
    at = skipBlanks(text, end + depth + 1)
    if (!isList || text[at] !== ',') return end
    at = skipBlanks(text, at + 1)
  }
}

const longNumber = /\d{6,}(?=\s*[,}\]])/y

function numberAfter(text: string, at: number, spans: Span[]): number {
  longNumber.lastIndex = at
  if (!longNumber.test(text)) return at
  spans.push({ start: at, end: longNumber.lastIndex, rule: 'json', form: 'quoted' })
  return longNumber.lastIndex
}

function isKeyUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f ||
    unit === 0x2d ||
    unit === 0x2e ||
    unit === 0x20
  )
}
