import { exactNumber } from './exact-number.ts'
import { ignored } from '../wild.ts'

/**
 * A value of a JSON text. A number that a double would change is the text `exactNumber` gives;
 * `undefined` is what `ignore` left out.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly (JsonValue | undefined)[]
  | { readonly [name: string]: JsonValue | undefined }

/** JSON nested deeper is compared as text: nothing that walks it may run out of stack. */
const deepest = 500

const start = /^\s*(?:[{["]|-?\d|true\s*$|false\s*$|null\s*$)/

/** Reads a body that is JSON; `undefined` where it is not. */
export function readJson(text: string): JsonValue | undefined {
  if (!start.test(text)) return undefined
  const value = parse(needsCare(text) ? withExactNumbers(text) : text)
  // Each level takes two characters at least.
  return text.length > 2 * deepest && isDeeper(value, deepest) ? undefined : value
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

// Sixteen digits, or an exponent of three: what a double may round. Also in a text, where it does no harm.
const mayRound = /(?:^|[:,[\s])-?(?:[\d.]{16}|[\d.]+[eE][+-]?\d{3})/

function needsCare(text: string): boolean {
  return mayRound.test(text) || text.includes(ignored)
}

const tokens = new RegExp(`\\\\.|"|-?\\d[\\d.eE+-]*|${ignored}`, 'gs')

/** Puts numbers that a double would change, and what a pattern took out, between quotes. */
function withExactNumbers(text: string): string {
  let isInText = false
  return text.replace(tokens, (token) => {
    if (token === '"') isInText = !isInText
    if (isInText || token === '"' || token.startsWith('\\')) return token
    return token === ignored ? `"${ignored}"` : exactNumber(token)
  })
}

function isDeeper(value: JsonValue | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1))
}
