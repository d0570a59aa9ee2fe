import { bodyLength } from '../body.ts'
import { bytesIn } from '../field-value.ts'
import type { HeaderMap } from '../headers.ts'
import { fitsLine } from './emit-binary.ts'
import { emitText, linesOf } from './emit-text.ts'
import type { FieldLine, Frame, ItemLine } from './frame.ts'

const longestSimpleKey = 128

/** Writes a field that is a map of lists, sorted as go-yaml sorts it. */
export function emitMap(map: HeaderMap, { start, order }: FieldLine, frame: Frame): void {
  const keys = order.sorted(Object.keys(map), frame.dialect)
  if (keys.length === 0) return frame.write(`${start} {}\n`)
  frame.write(`${start}\n`)
  for (const key of keys) {
    const values = map[key] as readonly string[]
    if (values.length === 1) emitPair(key, values[0] as string, frame)
    else emitKey(key, values, frame)
  }
}

/** Most fields have one value, and most often that of the last interaction. */
function emitPair(key: string, value: string, frame: Frame): void {
  const { dialect, write } = frame
  const last = frame.lines.lastUnder(key)
  const before = last.of(value, dialect)
  if (before !== undefined) return write(before)
  const lines = isSimple(key) ? pairLines(key, value, frame) : undefined
  if (lines === undefined) emitKey(key, [value], frame)
  else write(last.keep(value, dialect, lines))
}

function pairLines(key: string, value: string, frame: Frame): string | undefined {
  const { columns, dialect } = frame
  const { spot, start } = frame.lines.value
  const name = linesOf(key, keySpot, dialect)
  const text = linesOf(value, spot, dialect)
  if (name === undefined || text === undefined) return undefined
  return `${columns.key}${name}:\n${start}${text}`
}

function emitKey(key: string, values: readonly string[], frame: Frame): void {
  if (isSimple(key)) emitEntry(key, values, frame)
  else emitLongEntry(key, values, frame)
}

function isSimple(key: string): boolean {
  if (key.length <= longestSimpleKey / 3 && !lineBreak.test(key)) return true
  const bytes = bytesIn(key)
  if (bytes !== undefined) return fitsLine(bytes)
  return !lineBreak.test(key) && bodyLength(key) <= longestSimpleKey
}

const lineBreak = /[\n\r\u0085\u2028\u2029]/

function emitEntry(key: string, values: readonly string[], frame: Frame): void {
  const { columns, lines, write } = frame
  write(columns.key)
  emitText(key, keySpot, frame)
  if (values.length === 0) return write(': []\n')
  write(':\n')
  for (const value of values) emitItem(value, lines.value, frame)
}

const keySpot = { role: 'key', column: 0, pad: '' } as const

// `? key` on a line, then its values after `: `, the first on the same line.
function emitLongEntry(key: string, values: readonly string[], frame: Frame): void {
  const { columns, lines, write } = frame
  write(`${columns.key}? `)
  const column = columns.key.length + 2
  emitText(key, { role: 'field', column, pad: columns.longKeyValue }, frame)
  if (values.length === 0) return write(`${columns.key}: []\n`)
  const { spot, start } = lines.longKeyValue
  const first = `${columns.key}: `.padEnd(columns.longKeyValue.length)
  values.forEach((value, index) => {
    emitItem(value, { spot, start: index === 0 ? `${first}- ` : start }, frame)
  })
}

/** Writes one item of a list. */
export function emitItem(text: string, { start, spot }: ItemLine, frame: Frame): void {
  frame.write(start)
  emitText(text, spot, frame)
}
