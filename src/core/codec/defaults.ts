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

/** A request or response in the model's order, with nothing in the fields the file does not have. */
export function withDefaults(
  fields: readonly Field[],
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const whole: Record<string, unknown> = {}
  for (const { name, kind } of fields) {
    const value = values[name] ?? emptyValues[kind]()
    if (value !== undefined) whole[name] = value
  }
  return whole
}
