import type { Scalar } from 'yaml'
import { bodyOf, type Body } from '../../body.ts'
import type { Chunk } from '../../chunks.ts'
import { durationIn } from '../../durations.ts'
import { keptBytes } from '../../field-value.ts'
import { newHeaders, type HeaderMap } from '../../headers.ts'
import type { Field } from '../fields.ts'
import { integerIn } from '../integers.ts'
import { binaryIn } from './binary.ts'
import { scalarText } from './scalar-text.ts'
import { entriesOf, isNull, itemsOf, scalarOf, type Context, type Entry } from './nodes.ts'

/** Reads a field's value as Go would convert it to the field's type. Throws a `CassetteFormatError` where it cannot. */
export function convertField(field: Field, entry: Entry, context: Context): unknown {
  switch (field.kind) {
    case 'text':
    case 'error':
      return textOf(entry, context)
    case 'body':
      return bodyIn(entry, context)
    case 'integer':
      return integerOf(entry, context)
    case 'boolean':
      return booleanOf(entry, context)
    case 'duration':
      return durationOf(entry, context)
    case 'list':
      return listOf(entry, context)
    case 'map':
      return mapOf(entry, context)
    case 'chunks':
      return itemsOf(entry, context).map((item) => chunkOf(item, context))
  }
}

// A text that is not UTF-8 is kept as a header's value is.
function textOf(entry: Entry, context: Context): string {
  if (isNull(entry.node)) return ''
  const scalar = scalarOf(entry, context)
  const bytes = binaryIn(scalar, entry.key, entry.at, context.source)
  return bytes === undefined ? wellFormedText(entry, scalar, context) : keptBytes(bytes)
}

function bodyIn(entry: Entry, context: Context): Body {
  if (isNull(entry.node)) return ''
  const scalar = scalarOf(entry, context)
  const bytes = binaryIn(scalar, entry.key, entry.at, context.source)
  return bytes === undefined ? wellFormedText(entry, scalar, context) : bodyOf(bytes)
}

function wellFormedText(entry: Entry, scalar: Scalar<string>, context: Context): string {
  const text = scalarText(scalar, context.source)
  if (text.isWellFormed()) return text
  return context.source.fail(`"${entry.key}" holds half a surrogate pair.`, entry.at)
}

const typed = /^tag:yaml\.org,2002:(?:int|bool)$/

/** The text of what stands without quotes, or is tagged as what it would be then: `!!int "2"`. */
export function plainText(entry: Entry, context: Context): string | undefined {
  const { type, value, tag = '' } = scalarOf(entry, context)
  return type === 'PLAIN' || typed.test(tag) ? value : undefined
}

/** Reads an integer. Nothing there is 0. */
export function integerOf(entry: Entry, context: Context): number {
  if (isNull(entry.node)) return 0
  const text = plainText(entry, context)
  const value = text === undefined ? undefined : integerIn(text)
  return value ?? context.source.fail(`"${entry.key}" is not an integer of up to 2^53.`, entry.at)
}

const yes = new Set('true True TRUE y Y yes Yes YES on On ON'.split(' '))
const no = new Set('false False FALSE n N no No NO off Off OFF'.split(' '))

function booleanOf(entry: Entry, context: Context): boolean {
  if (isNull(entry.node)) return false
  const text = plainText(entry, context) ?? ''
  if (yes.has(text)) return true
  if (no.has(text)) return false
  return context.source.fail(`"${entry.key}" is neither true nor false.`, entry.at)
}

function durationOf(entry: Entry, context: Context): number {
  if (isNull(entry.node)) return 0
  const text = scalarOf(entry, context).value
  // Version 1 writes what it did not measure as ''. A bare number is nanoseconds.
  if (text === '') return 0
  return (
    durationIn(text) ??
    integerIn(plainText(entry, context) ?? '') ??
    context.source.fail(
      `"${entry.key}" is not a Go duration of up to 104 days.`,
      entry.at,
      'Write it like "1.25s", or delete the line.',
    )
  )
}

function listOf(entry: Entry, context: Context): readonly string[] {
  return itemsOf(entry, context)
    .filter((item) => !isNull(item.node))
    .map((item) => textOf(item, context))
}

function mapOf(entry: Entry, context: Context): HeaderMap {
  const map = newHeaders()
  for (const [key, value] of entriesOf(entry, context)) map[key] = [...listOf(value, context)]
  return map
}

function chunkOf(entry: Entry, context: Context): Chunk {
  const entries = entriesOf(entry, context)
  const bytes = entries.get('bytes')
  const at = entries.get('at')
  if (bytes === undefined || at === undefined) {
    return context.source.fail('a chunk has "bytes" and "at".', entry.at)
  }
  return { bytes: integerOf(bytes, context), at: durationOf(at, context) }
}
