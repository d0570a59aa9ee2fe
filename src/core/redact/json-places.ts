import type { NameTest } from './names.ts'
import type { Span } from './span.ts'

const longestKey = 64
const quote = 0x22
const backslash = 0x5c
const newline = 0x0a

/**
 * Finds the strings (and strings of lists, and long numbers) of secret keys in JSON text.
 *
 * It goes from colon to colon and parses nothing, so it also reads JSON that was cut off, in JSON strings, event streams
 * and ndjson: a key's quotes have as many backslashes before them as those of its value.
 */
export function jsonPlaces(text: string, isSecretKey: NameTest): readonly Span[] {
  const spans: Span[] = []
  let colon = text.indexOf(':')
  while (colon !== -1) {
    const depth = secretKeyBefore(text, colon, isSecretKey)
    let next = colon + 1
    if (depth !== undefined) next = valuesAfter(text, next, depth, spans)
    colon = text.indexOf(':', next)
  }
  return spans
}

/** How many backslashes the quotes of the secret key before a colon have, if there is one. */
function secretKeyBefore(text: string, colon: number, isSecretKey: NameTest): number | undefined {
  let end = colon - 1
  while (isBlank(text.charCodeAt(end))) end -= 1
  if (text.charCodeAt(end) !== quote) return undefined
  const depth = backslashesBefore(text, end)
  const keyEnd = end - depth
  let start = keyEnd - 1
  while (isKeyUnit(text.charCodeAt(start))) start -= 1
  if (keyEnd - start > longestKey || text.charCodeAt(start) !== quote) return undefined
  const key = text.slice(start + 1, keyEnd)
  return key.length > 2 && isSecretKey(key) ? depth : undefined
}

/** Adds what stands behind a secret key, and returns where to go on. */
function valuesAfter(text: string, from: number, depth: number, spans: Span[]): number {
  let at = skipBlanks(text, from)
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

function openingQuote(text: string, at: number, depth: number): number | undefined {
  for (let index = 0; index < depth; index++) {
    if (text.charCodeAt(at + index) !== backslash) return undefined
  }
  return text.charCodeAt(at + depth) === quote ? at + depth + 1 : undefined
}

/** Where the backslashes of the closing quote begin; the end of the line where none closes. */
function closingQuote(text: string, from: number, depth: number): number {
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === newline) return at
    if (unit !== quote) continue
    const before = Math.min(backslashesBefore(text, at), at - from)
    if (closes(before, depth)) return at - Math.min(before, depth)
  }
  return text.length
}

/** Whether a quote behind so many backslashes ends a string whose own quotes have `depth` of them. */
function closes(backslashes: number, depth: number): boolean {
  let left = backslashes
  for (let level = depth; level > 0; level = (level - 1) / 2) {
    if (left % 2 === 0) return true
    left = (left - 1) / 2
  }
  return left % 2 === 0
}

function backslashesBefore(text: string, at: number): number {
  let count = 0
  while (count < longestKey && text.charCodeAt(at - 1 - count) === backslash) count += 1
  return count
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (isBlank(text.charCodeAt(at))) at += 1
  return at
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09
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
