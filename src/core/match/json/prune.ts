import type { JsonValue } from './json.ts'
import type { JsonPath } from './path.ts'
import { ignored, secret } from '../wild.ts'

// What was just parsed is ours alone, so it is changed in place: a copy would double the cost of every body.
// `undefined` stands for what was left out; comparison and hash take it for absent.
type Nested = Record<string | number, JsonValue | undefined>

/** Hides texts and numbers under names that hold secrets. Changes `value`. */
export function hideSecrets(value: JsonValue, isSecret: (name: string) => boolean): void {
  if (!isNested(value)) return
  const nested: Nested = value
  for (const key of Object.keys(value)) {
    const member = value[key] as JsonValue
    if (isNested(member)) hideSecrets(member, isSecret)
    else if (holdsSecret(member) && !Array.isArray(value) && isSecret(key)) nested[key] = secret
  }
}

function holdsSecret(value: JsonValue): boolean {
  return typeof value === 'string' || typeof value === 'number'
}

/** Changes every text in a value but names. Changes `value`, and gives it back for where it is a text itself. */
export function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value)
  if (!isNested(value)) return value
  const nested: Nested = value
  for (const key of Object.keys(value)) nested[key] = mapTexts(value[key] as JsonValue, change)
  return value
}

/** Leaves out what a path names. Changes `value`, and gives back what is left of it. */
export function withoutPath(value: JsonValue, path: JsonPath): JsonValue {
  if (path.length === 0) return ignored
  leaveOut(value, path, 0)
  return value
}

function leaveOut(value: JsonValue | undefined, path: JsonPath, depth: number): void {
  const step = path[depth]
  if (step === undefined || !isNested(value)) return
  switch (step.kind) {
    case 'all':
      if (Array.isArray(value)) for (const index of value.keys()) take(value, index, path, depth)
      return
    case 'index':
      if (Array.isArray(value)) take(value, step.index, path, depth)
      return
    case 'name':
      if (!Array.isArray(value)) take(value, step.name, path, depth)
      return
    case 'deep':
      if (!Array.isArray(value)) take(value, step.name, path, depth)
      for (const key of Object.keys(value)) leaveOut(value[key], path, depth)
  }
}

function take(value: Nested, key: string | number, path: JsonPath, depth: number): void {
  if (!Object.hasOwn(value, key)) return
  if (depth === path.length - 1) value[key] = undefined
  else leaveOut(value[key], path, depth + 1)
}

function isNested(value: JsonValue | undefined): value is JsonValue & Nested {
  return typeof value === 'object' && value !== null
}
