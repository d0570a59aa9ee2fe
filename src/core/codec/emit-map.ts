import { bodyLength } from '../body.ts'
import { bytesIn } from '../field-value.ts'
import type { HeaderMap } from '../headers.ts'
import type { Dialect } from './dialect.ts'
import { fitsLine } from './emit-binary.ts'
import { emitText } from './emit-text.ts'
import type { Frame, ItemLine } from './frame.ts'
import { compareKeys } from './key-order.ts'

const longestSimpleKey = 128

/** Writes a map of lists after its field's name, sorted as go-yaml sorts it. */
export function emitMap(map: HeaderMap, frame: Frame): void {
  const keys = sortedKeys(map, frame.dialect)
  if (keys.length === 0) return frame.write(' {}\n')
  frame.write('\n')
  for (const key of keys) {
    const values = map[key] as readonly string[]
    if (isSimple(key)) emitEntry(key, values, frame)
    else emitLongEntry(key, values, frame)
  }
}

function sortedKeys(map: HeaderMap, { goYaml }: Dialect): readonly string[] {
  const keys = Object.keys(map)
  return goYaml === 'goccy' ? keys.sort() : keys.sort(compareKeys)
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
