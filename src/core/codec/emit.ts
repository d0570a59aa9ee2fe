import { bodyOf, type Body } from '../body.ts'
import type { Chunk } from '../chunks.ts'
import { formatDuration } from '../durations.ts'
import type { HeaderMap } from '../headers.ts'
import type { Interaction } from '../model.ts'
import { ByteSink, joinBytes, type WritePiece } from './byte-sink.ts'
import type { Dialect } from './dialect.ts'
import { emitBinary } from './emit-binary.ts'
import { emitItem, emitMap } from './emit-map.ts'
import { emitScalar, type Spot } from './emit-scalar.ts'
import { emitText, linesOf } from './emit-text.ts'
import type { Field } from './fields.ts'
import { frameOf, type FieldLine, type Frame } from './frame.ts'

/** Writes one interaction, from its `- id:` line to its last line break, from the model alone. */
export function emitInteraction(interaction: Interaction, dialect: Dialect): Uint8Array {
  const sink = new ByteSink()
  writeInteraction(interaction, dialect, sink.write)
  return joinBytes(sink.takeAll())
}

/** Writes one interaction as {@link emitInteraction} does, but piece by piece. */
export function writeInteraction(
  interaction: Interaction,
  dialect: Dialect,
  write: WritePiece,
): void {
  const frame = frameOf(dialect, write)
  const { item, member } = frame.columns
  write(`${item}- id: ${interaction.id}\n${member}request:\n`)
  emitFields(frame.lines.request, interaction.request, frame)
  write(`${member}response:\n`)
  emitFields(frame.lines.response, interaction.response, frame)
}

function emitFields(lines: readonly FieldLine[], values: object, frame: Frame): void {
  const { dialect, write } = frame
  const byName = values as Readonly<Record<string, unknown>>
  for (const line of lines) {
    const value = byName[line.field.name]
    const before = line.last.of(value, dialect)
    if (before !== undefined) write(before)
    else emitField(line, value, frame)
  }
}

function emitField(line: FieldLine, value: unknown, frame: Frame): void {
  const { last, start } = line
  const { dialect, write } = frame
  if (isLeftOut(line.field, value, dialect)) return
  const text = valueLines(line, value, dialect)
  if (text !== undefined) return write(last.keep(value, dialect, `${start}${text}`))
  emitLong(line, value, frame)
}

function isLeftOut(field: Field, value: unknown, dialect: Dialect): boolean {
  if (!field.isOptional || !isEmpty(value)) return false
  return !dialect.writesEmpty || field.kind === 'chunks' || field.kind === 'error'
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined || !value
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return (value as ArrayLike<unknown>).length === 0
  return Object.keys(value).length === 0
}

/** How a value is written that is one line or a few. Nothing where it may be more. */
function valueLines(
  { field, spot }: FieldLine,
  value: unknown,
  dialect: Dialect,
): string | undefined {
  switch (field.kind) {
    case 'text':
    case 'error':
      return linesOf((value ?? '') as string, spot, dialect)
    case 'integer':
      return `${(value ?? 0) as number}\n`
    case 'boolean':
      return `${value === true}\n`
    case 'duration':
      return `${formatDuration((value ?? 0) as number)}\n`
    case 'body':
    case 'list':
    case 'map':
    case 'chunks':
      return undefined
  }
}

function emitLong(line: FieldLine, value: unknown, frame: Frame): void {
  const { field, start, spot } = line
  if (field.kind === 'map') return emitMap((value ?? {}) as HeaderMap, line, frame)
  frame.write(start)
  if (field.kind === 'body') emitBody((value ?? '') as Body, spot, frame)
  else if (field.kind === 'list') emitList((value ?? []) as readonly string[], frame)
  else if (field.kind === 'chunks') emitChunks(value as readonly Chunk[], frame)
  else emitText(value as string, spot, frame)
}

function emitBody(body: Body, spot: Spot, { dialect, write }: Frame): void {
  // Bytes that are UTF-8 after all are text to go-yaml.
  const kept = typeof body === 'string' ? body : bodyOf(body)
  if (typeof kept === 'string') return emitScalar(kept, spot, dialect, write)
  emitBinary(kept, spot, write)
}

function emitList(list: readonly string[], frame: Frame): void {
  if (list.length === 0) return frame.write(' []\n')
  frame.write('\n')
  for (const text of list) emitItem(text, frame.lines.listItem, frame)
}

function emitChunks(chunks: readonly Chunk[], { lines, write }: Frame): void {
  write('\n')
  for (const { bytes, at } of chunks) {
    write(`${lines.listItem.start}{bytes: ${bytes}, at: ${formatDuration(at)}}\n`)
  }
}
