import type { SourceBlock, SourceRange } from './source-block.ts'
import type { Chunk } from '../chunks.ts'
import { applyEdits, type Edit } from './span.ts'

/** A value of an interaction that is to stand in its source as another. */
export interface Patch {
  readonly place: string
  readonly value: string
  /** Counts the same value before it in its place. */
  readonly nth: number
  readonly replacement: string
  /** Whether it is the length of a body, which the source need not say. */
  readonly isOptional?: boolean
}

/**
 * Replaces values in the source of an interaction, and leaves every other character as it is.
 *
 * Nothing where a value is not found. Whether the result says what it should is for the caller to see: it reads it.
 */
export function patchBlock(
  block: SourceBlock,
  patches: readonly Patch[],
  chunks: readonly Chunk[] | undefined,
): string | undefined {
  const edits: Edit[] = []
  for (const { place, value, nth, replacement, isOptional } of patches) {
    if (isOptional === true && !block.saysLength(place)) continue
    const range = block.find(place, value, nth)
    if (range === undefined) return undefined
    edits.push(editOf(block.text, range, replacement))
  }
  const sizes = chunks && chunkEdits(block, chunks)
  if (chunks !== undefined && sizes === undefined) return undefined
  const sorted = [...edits, ...(sizes ?? [])].sort((a, b) => a.start - b.start)
  return applyEdits(block.text, sorted)
}

const scalarStart = /(?:^|\n)[^\n]*?(?:: |- )$/

/** A plain scalar cannot begin with a bracket: it gets quotes. */
function editOf(text: string, { start, end }: SourceRange, replacement: string): Edit {
  const lineStart = text.lastIndexOf('\n', start) + 1
  const isPlainStart = scalarStart.test(text.slice(lineStart, start))
  if (!isPlainStart || !replacement.startsWith('[')) return { start, end, replacement }
  const newline = text.indexOf('\n', end)
  const lineEnd = newline === -1 ? text.length : newline
  const rest = text.slice(end, lineEnd).replaceAll("'", "''")
  return { start, end: lineEnd, replacement: `'${replacement}${rest}'` }
}

/** The edits that give chunks their new sizes, one a line. Nothing where there are not so many. */
function chunkEdits(block: SourceBlock, chunks: readonly Chunk[]): readonly Edit[] | undefined {
  const { start, end } = block.field('response.chunks')
  const sizes = [...block.text.slice(start, end).matchAll(/(\bbytes: )(\d+)/g)]
  if (sizes.length !== chunks.length) return undefined
  return sizes.map(({ 0: all, 1: key = '', index }, rank) => ({
    start: start + index + key.length,
    end: start + index + all.length,
    replacement: String(chunks[rank]?.bytes),
  }))
}
