import type { NameTest } from './names.ts'
import { decodeName } from '../percent.ts'
import type { Span } from '../span.ts'

/** Finds the values of secret names in `a=1&b=2` between two offsets of a text. */
export function formPlaces(
  text: string,
  from: number,
  to: number,
  isSecret: NameTest,
  rule: string,
): readonly Span[] {
  const spans: Span[] = []
  let start = from
  while (start < to) {
    const found = text.indexOf('&', start)
    const end = found === -1 || found > to ? to : found
    const equals = text.indexOf('=', start)
    if (equals === -1) break
    if (equals < end - 1 && isSecret(decodeName(text.slice(start, equals)))) {
      spans.push({ start: equals + 1, end, rule, form: 'url' })
    }
    start = end + 1
  }
  return spans
}

const nameOfPart = /\bname="?([^";\r\n]{1,100})/i

/** Finds the secret fields of a multipart body. Its boundary is what the text begins with. */
export function multipartPlaces(text: string, isSecret: NameTest): readonly Span[] {
  if (!text.startsWith('--')) return []
  const firstLine = text.indexOf('\n')
  if (firstLine === -1) return []
  const border = `\n${text.slice(0, firstLine).trimEnd()}`
  const spans: Span[] = []
  let start = firstLine + 1
  while (start < text.length) {
    const next = text.indexOf(border, start)
    const end = next === -1 ? text.length : next
    const span = fieldPlace(text, start, end, isSecret)
    if (span !== undefined) spans.push(span)
    start = end + border.length
  }
  return spans
}

function fieldPlace(text: string, from: number, to: number, isSecret: NameTest): Span | undefined {
  const head = /\r?\n\r?\n/.exec(text.slice(from, Math.min(to, from + 1_000)))
  if (head === null) return undefined
  const name = nameOfPart.exec(text.slice(from, from + head.index))?.[1]
  if (name === undefined || !isSecret(name)) return undefined
  const start = from + head.index + head[0].length
  const end = text[to - 1] === '\r' ? to - 1 : to
  return end > start ? { start, end, rule: 'form' } : undefined
}
