import { originOf } from '../codec/origin.ts'
import type { Interaction } from '../model.ts'
import { SourceBlock } from './source-block.ts'

/** A place in a file: both count from 1, the column in UTF-16 units. */
export interface FilePosition {
  readonly line: number
  readonly column: number
}

/** Finds where a value of an interaction stands in the file. `nth` counts the same value before it in its place. */
export type Locate = (place: string, value: string, nth: number) => FilePosition | undefined

const decoder = new TextDecoder()
// Enough to know it by, where the file breaks a long value into lines.
const longestLookedFor = 32

/**
 * Makes the search of one interaction's lines in the file that it was read from.
 *
 * It finds no position where the interaction was made, or its file has no lines (JSON). A value that the file writes in a
 * way of its own (as `!!binary`) gets the position of its field.
 */
export function createLocate(interaction: Interaction): Locate {
  const lines = linesOf(interaction)
  if (lines === undefined) return () => undefined
  const { bytes, start, end } = lines
  let read: SourceBlock | undefined
  return (place, value, nth) => {
    const block = (read ??= new SourceBlock(decoder.decode(bytes.subarray(start, end))))
    const beginning = value.replace(/\n.*/s, '').slice(0, longestLookedFor)
    const at = block.find(place, beginning, nth)?.start ?? keyAt(block, place)
    const lineStart = block.text.lastIndexOf('\n', at - 1) + 1
    const lines = block.text.slice(0, lineStart).split('\n').length - 1
    return { line: lineAt(bytes, start) + lines, column: at - lineStart + 1 }
  }
}

function keyAt(block: SourceBlock, place: string): number {
  const { start } = block.field(place)
  return start + block.text.slice(start).search(/\S/)
}

/** The bytes of a file, and where the lines of an interaction begin and end in them. */
export interface LinesInFile {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Where an interaction was read from; nothing where it was made, or stands in a file without lines (JSON). */
export function linesOf(interaction: Interaction): LinesInFile | undefined {
  const origin = originOf(interaction)
  const lines = origin?.source.lines
  if (origin === undefined || lines === undefined) return undefined
  const { index, source } = origin
  return {
    bytes: source.bytes,
    start: lines.starts[index] as number,
    end: lines.starts[index + 1] ?? lines.end,
  }
}

// Where the last count in a file ended. Whoever asks about many places asks in their order, and to count each from the
// file's beginning takes minutes where there are thousands.
const counts = new WeakMap<Uint8Array, { readonly at: number; readonly line: number }>()

/** The line, from 1, that begins at an index of a file. */
export function lineAt(bytes: Uint8Array, start: number): number {
  const last = counts.get(bytes)
  let { at, line } = last !== undefined && last.at <= start ? last : { at: 0, line: 1 }
  for (at = bytes.indexOf(0x0a, at); at !== -1 && at < start; at = bytes.indexOf(0x0a, at + 1)) {
    line += 1
  }
  counts.set(bytes, { at: start, line })
  return line
}
