import { type Body, bodyLength } from '../../core/body.ts'
import { printable } from '../../core/match/explain/printable.ts'
import { bytesText, countText } from './amounts.ts'
import { jsonLines } from './json-layout.ts'
import type { PageStyle } from './style.ts'
import { cutTo } from './text-width.ts'

const mostLines = 40
const mostBytes = 64

/** A body for people: JSON laid out, other text as it is, bytes in hexadecimal. Empty for an empty body. */
export function bodyLines(body: Body, style: PageStyle): readonly string[] {
  if (bodyLength(body) === 0) return []
  if (typeof body !== 'string') return hexLines(body, style)
  const lines = jsonLines(body, style.columns) ?? body.trimEnd().split(/\r\n|\r|\n/)
  return textLines(lines, style)
}

/** Lines of text, long ones cut, and so are many. */
export function textLines(lines: readonly string[], style: PageStyle): readonly string[] {
  const { isFull, columns, paint } = style
  const shown = isFull || lines.length <= mostLines + 1 ? lines : lines.slice(0, mostLines)
  const printed = shown.map((line) => printable(line.replaceAll('\t', '  ')))
  const cut = isFull ? printed : printed.map((line) => cutTo(line, columns))
  const left = lines.length - shown.length
  return left === 0
    ? cut
    : [...cut, paint.dim(`… ${countText(left, 'more line')}, --full shows them`)]
}

function hexLines(bytes: Uint8Array, { isFull, paint }: PageStyle): readonly string[] {
  const shown = isFull ? bytes : bytes.subarray(0, mostBytes)
  const lines = [paint.dim(`${bytesText(bytes.length)} that are no text`)]
  for (let start = 0; start < shown.length; start += 16)
    lines.push(hexLine(shown, start, paint.dim))
  const left = bytes.length - shown.length
  if (left > 0) lines.push(paint.dim(`… ${bytesText(left)} more, --full shows them`))
  return lines
}

function hexLine(bytes: Uint8Array, start: number, dim: (text: string) => string): string {
  const row = [...bytes.subarray(start, start + 16)]
  const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const text = row.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.'))
  return `${dim(start.toString(16).padStart(6, '0'))}  ${hex.padEnd(47)}  ${text.join('')}`
}
