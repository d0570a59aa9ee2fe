import type { CST, Range, Scalar } from 'yaml'
import type { SourceText } from '../source-text.ts'
import { readBlock } from './read-block.ts'
import { readFlow } from './read-flow.ts'

const keptSeparator = /[\u2028\u2029]/
const loneReturn = /\r(?!\n)/
const backslashAtEnd = /\\(?:\r?\n|\u0085)/

/**
 * The text of a scalar as Go reads it.
 *
 * A carriage return without line feed ends a line to Go, too, but no writer leaves it raw: it is refused.
 */
export function scalarText(scalar: Scalar<string>, source: SourceText): string {
  const { value, type } = scalar
  const [start, end] = scalar.range as Range
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED'
  if (!isBlock && end - start < 3) return value
  const raw = source.text.slice(start, end)
  if (value.includes('\r') && loneReturn.test(raw)) return refuseReturn(start, source)
  if (isBlock) return blockText(scalar, source)
  const isSame = !keptSeparator.test(raw) && !(type === 'QUOTE_DOUBLE' && backslashAtEnd.test(raw))
  return isSame ? value : readFlow(raw)
}

function blockText({ srcToken, range }: Scalar<string>, source: SourceText): string {
  const { text } = source
  const [start, end] = range as Range
  const { indent } = srcToken as CST.BlockScalar
  const block = readBlock({ text, start, parentColumn: indent })
  // The package decides what comes next. It must not be what Go took for text, nor the other way round.
  const between = text.slice(Math.min(end, block.end), Math.max(end, block.end))
  if (/[^\s\u0085]/.test(between))
    source.fail('where this block ends, YAML readers take differently.', start)
  return block.value
}

function refuseReturn(at: number, source: SourceText): never {
  return source.fail(
    'a raw carriage return without line feed stands here, which YAML readers take differently.',
    at,
    'Write the text in double quotes, with "\\r" in its place.',
  )
}
