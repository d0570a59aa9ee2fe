import { bodyLength } from '../body.ts'
import type { HeaderMap } from '../headers.ts'
import type { Dialect } from './dialect.ts'
import { emitScalar } from './emit-scalar.ts'
import type { Frame } from './frame.ts'
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
  return !/[\n\r\u0085\u2028\u2029]/.test(key) && bodyLength(key) <= longestSimpleKey
}

function emitEntry(key: string, values: readonly string[], frame: Frame): void {
  const { columns, dialect, write } = frame
  write(columns.key)
  emitScalar(key, keySpot, dialect, write)
  if (values.length === 0) return write(': []\n')
  write(':\n')
  for (const value of values) emitItem(value, columns.value, columns.value, frame)
}

const keySpot = { role: 'key', column: 0, pad: '' } as const

// `? key` on a line, then its values after `: `, the first on the same line.
function emitLongEntry(key: string, values: readonly string[], frame: Frame): void {
  const { columns, dialect, write } = frame
  write(`${columns.key}? `)
  const column = columns.key.length + 2
  emitScalar(key, { role: 'field', column, pad: columns.longKeyValue }, dialect, write)
  if (values.length === 0) return write(`${columns.key}: []\n`)
  const first = `${columns.key}: `.padEnd(columns.longKeyValue.length)
  values.forEach((value, index) => {
    emitItem(value, index === 0 ? first : columns.longKeyValue, columns.longKeyValue, frame)
  })
}

/** Writes one item of a list: what stands before its `- `, then its text. */
export function emitItem(text: string, before: string, blanks: string, frame: Frame): void {
  frame.write(`${before}- `)
  const spot = { role: 'item', column: blanks.length + 2, pad: `${blanks}  ` } as const
  emitScalar(text, spot, frame.dialect, frame.write)
}
