import type { JsonValue } from './json.ts'
import { wild } from '../wild.ts'

/** Which members of a JSON value are left out: elements of one list are taken together. */
export interface JsonMask {
  readonly isWhole: boolean
  readonly elements: JsonMask | undefined
  readonly names: ReadonlyMap<string, JsonMask>
}

const none: JsonMask = { isWhole: false, elements: undefined, names: new Map() }
const whole: JsonMask = { ...none, isWhole: true }

/** The mask of all texts that hold a wild token. */
export function wildMask(value: JsonValue): JsonMask {
  return maskOf(value) ?? none
}

function maskOf(value: JsonValue | undefined): JsonMask | undefined {
  if (typeof value === 'string') return value.includes(wild) ? whole : undefined
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) {
    const elements = value.map(maskOf).reduce(unite, undefined)
    return elements && { ...none, elements }
  }
  const names = new Map<string, JsonMask>()
  for (const [name, member] of Object.entries(value)) {
    const mask = maskOf(member)
    if (mask !== undefined) names.set(name, mask)
  }
  return names.size === 0 ? undefined : { ...none, names }
}

function unite(one: JsonMask | undefined, other: JsonMask | undefined): JsonMask | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const names = new Map(one.names)
  for (const [name, mask] of other.names) names.set(name, unite(names.get(name), mask) as JsonMask)
  return {
    isWhole: one.isWhole || other.isWhole,
    elements: unite(one.elements, other.elements),
    names,
  }
}

/** A text that is the same for the same mask. */
export function maskId({ isWhole, elements, names }: JsonMask): string {
  const members = [...names].map(([name, mask]) => JSON.stringify([name, maskId(mask)]))
  const inOrder = members.toSorted((a, b) => (a < b ? -1 : 1))
  return JSON.stringify([isWhole, elements && maskId(elements), inOrder])
}
