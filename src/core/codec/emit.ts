import { bodyOf, type Body } from '../body.ts'
import type { Chunk } from '../chunks.ts'
import { formatDuration } from '../durations.ts'
import type { HeaderMap } from '../headers.ts'
import type { Interaction } from '../model.ts'
import { ByteSink, joinBytes, type Write } from './byte-sink.ts'
import type { Dialect } from './dialect.ts'
import { emitBinary } from './emit-binary.ts'
import { emitItem, emitMap } from './emit-map.ts'
import { emitScalar } from './emit-scalar.ts'
import { frameOf, type Frame } from './frame.ts'
import { requestFields, responseFields, type Field } from './fields.ts'

/** Writes one interaction, from its `- id:` line to its last line break, from the model alone. */
export function emitInteraction(interaction: Interaction, dialect: Dialect): Uint8Array {
  const sink = new ByteSink()
  writeInteraction(interaction, dialect, sink.write)
  return joinBytes(sink.takeAll())
}

/** Writes one interaction as {@link emitInteraction} does, but piece by piece. */
export function writeInteraction(interaction: Interaction, dialect: Dialect, write: Write): void {
  const frame = frameOf(dialect, write)
  const { item, member } = frame.columns
  write(`${item}- id: ${interaction.id}\n${member}request:\n`)
  emitFields(requestFields, interaction.request, frame)
  write(`${member}response:\n`)
  emitFields(responseFields, interaction.response, frame)
}

function emitFields(fields: readonly Field[], values: object, frame: Frame): void {
  const byName = values as Readonly<Record<string, unknown>>
  for (const field of fields) {
    const value = byName[field.name]
    if (isLeftOut(field, value, frame.dialect)) continue
    frame.write(`${frame.columns.field}${field.key}:`)
    emitValue(field, value, frame)
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

function emitValue(field: Field, value: unknown, frame: Frame): void {
  const { write } = frame
  switch (field.kind) {
    case 'text':
    case 'error':
      return emitText(field, (value ?? '') as string, frame)
    case 'body':
      return emitBody(field, (value ?? '') as Body, frame)
    case 'integer':
      return write(` ${(value ?? 0) as number}\n`)
    case 'boolean':
      return write(` ${value === true}\n`)
    case 'duration':
      return write(` ${formatDuration((value ?? 0) as number)}\n`)
    case 'list':
      return emitList((value ?? []) as readonly string[], frame)
    case 'map':
      return emitMap((value ?? {}) as HeaderMap, frame)
    case 'chunks':
      return emitChunks(value as readonly Chunk[], frame)
  }
}

function emitText(field: Field, text: string, frame: Frame): void {
  const column = frame.columns.field.length + field.key.length + 2
  frame.write(' ')
  emitScalar(text, { role: 'field', column, pad: frame.columns.key }, frame.dialect, frame.write)
}

function emitBody(field: Field, body: Body, frame: Frame): void {
  // Bytes that are UTF-8 after all are text to go-yaml.
  const kept = typeof body === 'string' ? body : bodyOf(body)
  if (typeof kept === 'string') return emitText(field, kept, frame)
  emitBinary(kept, frame.columns.key, frame.write)
}

function emitList(list: readonly string[], frame: Frame): void {
  if (list.length === 0) return frame.write(' []\n')
  const { listItem } = frame.columns
  frame.write('\n')
  for (const text of list) emitItem(text, listItem, listItem, frame)
}

function emitChunks(chunks: readonly Chunk[], frame: Frame): void {
  frame.write('\n')
  for (const { bytes, at } of chunks) {
    frame.write(`${frame.columns.listItem}- {bytes: ${bytes}, at: ${formatDuration(at)}}\n`)
  }
}
