import type { ParsedNode, YAMLSeq } from 'yaml'
import type { SourceLines } from '../origin.ts'

/** Finds the lines of each of a list's items. Nothing where they have none of their own. */
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
  if (columns.includes(undefined)) return undefined
  const { items } = list as YAMLSeq.Parsed
  const offsets = dashes.flatMap(({ offset }, index) => {
    return [offset, endOfLine(text, endOfText(items[index] as ParsedNode))]
  })
  const borders = lineStarts(text, [...offsets, endOfLine(text, list.range[1])], bytes)
  const end = borders.pop() as number
  const starts = borders.filter((_, index) => index % 2 === 0)
  const endOf = (index: number) => borders[2 * index + 1] as number
  return { itemColumn: columns[0] as number, starts, end, endOf }
}

// Of the last there is in it. What the parser has for the end of a map comes behind comments that stand further in than the
// next item, where that has begun.
function endOfText(node: ParsedNode): number {
  const last = 'items' in node && node.flow !== true ? node.items.at(-1) : undefined
  if (last === undefined) return node.range[1]
  return endOfText('range' in last ? last : (last.value ?? last.key))
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
