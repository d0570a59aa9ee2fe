import type { Scalar } from 'yaml'
import type { SourceText } from '../source-text.ts'

const separators = /[\u0085\u2028\u2029]/

/**
 * The text of a scalar as Go reads it where U+0085, U+2028 or U+2029 stand in the file raw.
 *
 * They end a line to Go (and to YAML 1.1), so the indentation after them is no text. To the `yaml` package they are
 * ordinary characters.
 */
export function textAsGoReads(scalar: Scalar<string>, source: SourceText): string {
  const text = scalar.value
  if (!separators.test(text)) return text
  const [start = 0, end = 0] = scalar.range ?? []
  const raw = source.text.slice(start, end)
  if (!separators.test(raw)) return text
  if (scalar.type === 'BLOCK_LITERAL') return unindent(text, raw, start, source)
  const isOneLine = !raw.includes('\n') && !raw.includes('\u0085')
  if (isOneLine && scalar.type === 'QUOTE_SINGLE')
    return text.replace(/[ \t]*([\u2028\u2029])[ \t]*/g, '$1')
  if (
    isOneLine &&
    scalar.type === 'QUOTE_DOUBLE' &&
    !/[ \t][\u2028\u2029]|[\u2028\u2029][ \t]/.test(text)
  )
    return text
  return refuse(start, source)
}

function unindent(text: string, raw: string, start: number, source: SourceText): string {
  const width = firstIndentation(raw.slice(raw.indexOf('\n'))) - firstIndentation(text)
  return text.replace(
    /([\u0085\u2028\u2029])( *)/g,
    (_, separator: string, blanks: string, at: number) => {
      const next = text.charAt(at + 1 + blanks.length)
      if (blanks.length < width && next !== '' && !/[\n\u0085\u2028\u2029]/.test(next))
        refuse(start, source)
      return (separator === '\u0085' ? '\n' : separator) + blanks.slice(width)
    },
  )
}

function firstIndentation(text: string): number {
  return (/^\n*( *)/.exec(text)?.[1] ?? '').length
}

function refuse(at: number, source: SourceText): never {
  return source.fail(
    'a raw U+0085, U+2028 or U+2029 stands here, which YAML readers take differently.',
    at,
    'Write the text in double quotes, with "\\N", "\\L" or "\\P" in its place.',
  )
}
