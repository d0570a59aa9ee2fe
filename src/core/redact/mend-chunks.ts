import { bodyLength } from '../body.ts'
import type { Chunk } from '../chunks.ts'
import type { Edit } from './span.ts'

/**
 * The sizes of chunks after edits of their text. Times stay.
 *
 * A border inside an edit stays as far from its beginning as it was, or goes to the end of a shorter replacement.
 * A chunk that becomes empty goes, unless it was so: an empty last entry says when the body ended.
 * `isBytes`: the offsets of the edits are bytes, not UTF-16 units.
 */
export function mendChunks(
  chunks: readonly Chunk[],
  text: string,
  edits: readonly Edit[],
  isBytes: boolean,
): readonly Chunk[] {
  const mended: Chunk[] = []
  const borders = createBorders(text, edits, isBytes)
  let before = 0
  let after = 0
  for (const chunk of chunks) {
    before += chunk.bytes
    const border = borders(before)
    const bytes = border - after
    after = border
    if (bytes > 0 || chunk.bytes === 0) mended.push({ bytes, at: chunk.at })
  }
  return mended
}

interface ByteEdit {
  readonly start: number
  readonly end: number
  readonly length: number
}

/** Where a byte offset of the old text lies in the new one. Offsets must be asked for in order. */
function createBorders(
  text: string,
  edits: readonly Edit[],
  isBytes: boolean,
): (offset: number) => number {
  const byteEdits = isBytes ? edits.map(asBytes) : toByteEdits(text, edits)
  let index = 0
  let shift = 0
  return (offset) => {
    let edit = byteEdits[index]
    while (edit !== undefined && edit.end <= offset) {
      shift += edit.length - (edit.end - edit.start)
      index += 1
      edit = byteEdits[index]
    }
    if (edit === undefined || edit.start >= offset) return offset + shift
    return edit.start + shift + Math.min(offset - edit.start, edit.length)
  }
}

// Replacements are ASCII: a byte is a unit.
function asBytes({ start, end, replacement }: Edit): ByteEdit {
  return { start, end, length: replacement.length }
}

function toByteEdits(text: string, edits: readonly Edit[]): readonly ByteEdit[] {
  let units = 0
  let bytes = 0
  const toBytes = (offset: number): number => {
    bytes += bodyLength(text.slice(units, offset))
    units = offset
    return bytes
  }
  return edits.map(({ start, end, replacement }) => ({
    start: toBytes(start),
    end: toBytes(end),
    length: replacement.length,
  }))
}
