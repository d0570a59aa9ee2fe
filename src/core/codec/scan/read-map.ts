import { newHeaders, type MutableHeaderMap } from '../../headers.ts'
import { code } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { decodeText } from './decode.ts'
import type { Excerpt } from './excerpt.ts'
import type { Layout } from './layout.ts'
import { walkMap, type Visit } from './scan-map.ts'

/** Reads a map of lists that the scanner has moved over, from behind its field's colon up to the next line. */
export function readMap(
  cursor: Cursor,
  end: number,
  layout: Layout,
  from: Excerpt,
): MutableHeaderMap {
  // A separator ends a line, and the blanks behind it are no text.
  const map = cursor.hasSeparators ? undefined : readSimple(from.cut(cursor.at, end), layout)
  return map ?? readAny(cursor, layout, from)
}

function readAny(cursor: Cursor, layout: Layout, from: Excerpt): MutableHeaderMap {
  const map = newHeaders()
  let values: string[] = []
  const onKey: Visit = (start, end, pad) => {
    values = []
    map[decodeText(from, start, end, pad)] = values
  }
  const onValue: Visit = (start, end, pad) => {
    values.push(decodeText(from, start, end, pad))
  }
  walkMap(cursor, layout, onKey, onValue)
  return map
}

// Most maps have one line a value, and quotes only around what looks like a number. Nothing where it is not so.
function readSimple(text: string, layout: Layout): MutableHeaderMap | undefined {
  const map = newHeaders()
  let key = ''
  let values: string[] | undefined
  let end = text.indexOf('\n')
  for (let line = end + 1; line < text.length; line = end + 1) {
    end = text.indexOf('\n', line)
    if (isItem(text, line, layout)) {
      const value = simpleValue(text.slice(line + layout.value + 2, end))
      if (value === undefined) return undefined
      // Nearly all have one. An empty list that grows has room for many.
      if (values === undefined) map[key] = values = listOf(value)
      else values.push(value)
    } else if (isSimpleKey(text, line + layout.key, end)) {
      key = text.slice(line + layout.key, end - 1)
      values = undefined
    } else {
      return undefined
    }
  }
  return map
}

const listOfOne: readonly string[] = ['']

// No literal, see `lazyInteraction`.
function listOf(value: string): string[] {
  const list = listOfOne.slice()
  list[0] = value
  return list
}

function isItem(text: string, line: number, { key, value }: Layout): boolean {
  if (text.charCodeAt(line + value) !== code.dash) return false
  if (text.charCodeAt(line + value + 1) !== code.blank) return false
  return key === value || text.charCodeAt(line + key) === code.blank
}

const notSimple: ReadonlySet<number> = new Set<number>([
  code.blank,
  code.singleQuote,
  code.doubleQuote,
  code.question,
])

function isSimpleKey(text: string, start: number, end: number): boolean {
  if (notSimple.has(text.charCodeAt(start))) return false
  return text.charCodeAt(end - 1) === code.colon
}

function simpleValue(text: string): string | undefined {
  switch (text.charCodeAt(0)) {
    case code.bar:
    case code.exclamation:
      return undefined
    case code.singleQuote:
      return simpleQuoted(text)
    case code.doubleQuote:
      return simpleDoubleQuoted(text)
    default:
      return text
  }
}

// A quote alone begins a text of several lines.
function simpleDoubleQuoted(text: string): string | undefined {
  const isSimple = text.length > 1 && text.endsWith('"') && !text.includes('\\')
  return isSimple ? text.slice(1, -1) : undefined
}

// Where a quote stands alone, it does not end here, or ends before.
function simpleQuoted(text: string): string | undefined {
  if (text.length < 2 || !text.endsWith("'")) return undefined
  const inside = text.slice(1, -1)
  if (!inside.includes("'")) return inside
  return inside.replaceAll("''", '').includes("'") ? undefined : inside.replaceAll("''", "'")
}
