import { originOf } from '../codec/origin.ts'
import type { Interaction } from '../model.ts'

/** A place in a file: both count from 1, the column in UTF-16 units. */
export interface FilePosition {
  readonly line: number
  readonly column: number
}

/** Finds where a value of an interaction stands in the file. `nth` counts the same value before it in its place. */
export type Locate = (place: string, value: string, nth: number) => FilePosition | undefined

interface Range {
  readonly from: number
  readonly to: number
}

const decoder = new TextDecoder()
const fileNames: Readonly<Record<string, string>> = { requestUri: 'request_uri' }

/**
 * Makes the search of one interaction's lines in the file that it was read from.
 *
 * It finds no position where the interaction was made, or its file has no lines (JSON). A value that the file writes in a
 * way of its own (as `!!binary`) gets the position of its field.
 */
export function createLocate(interaction: Interaction): Locate {
  const origin = originOf(interaction)
  const places = origin?.source.lines
  if (origin === undefined || places === undefined) return () => undefined
  const { bytes } = origin.source
  const start = places.starts[origin.index] ?? 0
  const end = places.starts[origin.index + 1] ?? places.end
  const firstLine = countLines(bytes, start)
  const lines = decoder.decode(bytes.subarray(start, end)).split('\n')
  return (place, value, nth) => {
    const range = rangeOf(lines, place)
    const found = findValue(lines, range, value, nth) ?? { line: range.from, column: 0 }
    return { line: firstLine + found.line, column: found.column + 1 }
  }
}

function countLines(bytes: Uint8Array, until: number): number {
  let line = 1
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < until; at = bytes.indexOf(0x0a, at + 1)) {
    line += 1
  }
  return line
}

/** The lines of a field: `request.headers.Accept` is narrowed down step by step, as far as it is found. */
function rangeOf(lines: readonly string[], place: string): Range {
  const [side = '', field = '', ...name] = place.split('.')
  // Before the first line, which may be the key itself: `- request:`.
  let range: Range = { from: -1, to: lines.length }
  for (const key of [side, fileNames[field] ?? field, name.join('.')]) {
    range = narrowed(lines, range, key) ?? range
  }
  return { ...range, from: Math.max(0, range.from) }
}

/** From the line of a key to the next key beside it. Keys stand in the column of the first line below their parent. */
function narrowed(lines: readonly string[], { from, to }: Range, key: string): Range | undefined {
  const column = columnOf(lines[from + 1])
  let at = from + 1
  while (at < to && !(columnOf(lines[at]) === column && isKey(lines[at], key))) at += 1
  if (at === to) return undefined
  let next = at + 1
  while (next < to && !isBeside(lines[next], column)) next += 1
  return { from: at, to: next }
}

function isBeside(line = '', column: number): boolean {
  return line.trim() !== '' && !/^\s*- /.test(line) && columnOf(line) <= column
}

/** Where a line's key begins, behind the dash of a list's item. */
function columnOf(line = ''): number {
  return line.length - line.replace(/^\s*(?:- +)?/, '').length
}

function isKey(line = '', key: string): boolean {
  const text = line.replace(/^\s*(?:- )?["']?/, '')
  return text.startsWith(key) && /^["']?:(?:\s|$)/.test(text.slice(key.length))
}

interface Found {
  readonly line: number
  readonly column: number
}

/** Looks for the value as YAML may write it: the beginning of its first line as it is, with doubled quotes, or escaped. */
function findValue(
  lines: readonly string[],
  { from, to }: Range,
  value: string,
  nth: number,
): Found | undefined {
  const first = (value.split('\n', 1)[0] ?? '').slice(0, 32)
  const forms = new Set([first, first.replaceAll("'", "''"), JSON.stringify(first).slice(1, -1)])
  let left = nth
  for (let line = from; line < to; line++) {
    const text = lines[line] ?? ''
    for (const form of forms) {
      for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + form.length)) {
        if (left === 0) return { line, column: at }
        left -= 1
      }
    }
  }
  return undefined
}
