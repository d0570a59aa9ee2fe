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
import { emitText } from './emit-text.ts'
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
  const byName = values as Readonly<Record<string, unknown>>
  for (const line of lines) {
    const value = byName[line.field.name]
    if (isLeftOut(line.field, value, frame.dialect)) continue
    frame.write(line.start)
    emitValue(line, value, frame)
  }
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

function emitValue({ field, spot }: FieldLine, value: unknown, frame: Frame): void {
  const { write } = frame
  switch (field.kind) {
    case 'text':
    case 'error':
      return emitText((value ?? '') as string, spot, frame)
    case 'body':
      return emitBody((value ?? '') as Body, spot, frame)
    case 'integer':
      return write(`${(value ?? 0) as number}\n`)
    case 'boolean':
      return write(`${value === true}\n`)
    case 'duration':
      return write(`${formatDuration((value ?? 0) as number)}\n`)
    case 'list':
      return emitList((value ?? []) as readonly string[], frame)
    case 'map':
      return emitMap((value ?? {}) as HeaderMap, frame)
    case 'chunks':
      return emitChunks(value as readonly Chunk[], frame)
  }
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
