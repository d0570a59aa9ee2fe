import { bodyLength, type Body } from '../body.ts'
import { newHeaders } from '../headers.ts'
import type { Field, FieldKind } from './fields.ts'

const emptyValues: Readonly<Record<FieldKind, () => unknown>> = {
  text: () => '',
  body: () => '',
  integer: () => 0,
  boolean: () => false,
  duration: () => 0,
  list: () => [],
  map: () => newHeaders(),
  chunks: () => undefined,
  error: () => undefined,
}

// What version 1 does not say. It knew nothing else.
const inVersion1: Readonly<Record<string, unknown>> = {
  proto: 'HTTP/1.1',
  protoMajor: 1,
  protoMinor: 1,
}

/** A request or response in the model's order, completed where the file has no such field. */
export function withDefaults(
  fields: readonly Field[],
  values: Readonly<Record<string, unknown>>,
  version: number,
): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const { name, kind } of fields) {
    const value = values[name] ?? (version === 1 ? inVersion1[name] : undefined)
    const completed = value ?? emptyValues[kind]()
    if (completed !== undefined) whole[name] = completed
  }
  if (version === 1) whole['contentLength'] ??= bodyLength(values['body'] as Body)
  return whole
}
