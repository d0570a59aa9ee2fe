import type { ParsedNode } from 'yaml'
import type { SourceLines } from '../origin.ts'

/** Finds the lines of each interaction. Nothing where they have none of their own. */
export function linesOf(
  list: ParsedNode | null,
  text: string,
  bytes: Uint8Array,
): SourceLines | undefined {
  const token = list?.srcToken
  if (list === null || token?.type !== 'block-seq') return undefined
  const dashes = token.items.flatMap((item) =>
    item.start.filter((it) => it.type === 'seq-item-ind'),
  )
  const columns = dashes.map(({ offset }) => columnOf(text, offset))
  const itemColumn = columns[0]
  if (itemColumn === undefined || columns.some((column) => column === undefined)) return undefined
  const offsets = [...dashes.map(({ offset }) => offset), endOfLine(text, list.range[1])]
  const starts = lineStarts(text, offsets, bytes)
  const end = starts.pop() as number
  return { itemColumn, starts, end }
}

// Nothing where something else stands before it on its line.
function columnOf(text: string, offset: number): number | undefined {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  return before.trim() === '' ? before.length : undefined
}

function endOfLine(text: string, offset: number): number {
  if (text.charAt(offset - 1) === '\n') return offset
  const lineFeed = text.indexOf('\n', offset)
  return lineFeed < 0 ? text.length : lineFeed + 1
}

// By line, for the text may have been mended and its characters are not bytes.
function lineStarts(text: string, offsets: readonly number[], bytes: Uint8Array): number[] {
  let at = 0
  let byte = 0
  return offsets.map((offset) => {
    for (
      let next = text.indexOf('\n', at);
      next >= 0 && next < offset;
      next = text.indexOf('\n', at)
    ) {
      at = next + 1
      byte = bytes.indexOf(10, byte) + 1
    }
    return at < offset && offset === text.length ? bytes.length : byte
  })
}
