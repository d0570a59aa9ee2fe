import { hashText, mix } from '../hash.ts'
import type { JsonMask } from './mask.ts'
import type { JsonValue } from './json.ts'

/** A 32-bit hash of a value in which the order of names does not matter, without what a mask leaves out. */
export function hashJson(value: JsonValue, mask?: JsonMask): number {
  if (mask?.isWhole === true) return 4
  if (typeof value === 'string') return hashText(value, 5)
  if (typeof value === 'number') return hashNumber(value)
  if (value === null) return 1
  if (typeof value === 'boolean') return value ? 2 : 3
  return isList(value) ? hashList(value, mask?.elements) : hashNames(value, mask?.names)
}

function hashNumber(value: number): number {
  // `-0 | 0` is 0, so that both zeros are one.
  return (value | 0) === value ? mix((value | 0) ^ 0x5bd1e995) : hashText(String(value), 7)
}

function hashList(list: readonly (JsonValue | undefined)[], mask: JsonMask | undefined): number {
  let hash = 11
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    if (item !== undefined) hash = (hash + mix(Math.imul(hashJson(item, mask), 2 * index + 1))) | 0
  }
  return hash
}

function hashNames(
  value: { readonly [name: string]: JsonValue | undefined },
  masks: JsonMask['names'] | undefined,
): number {
  let hash = 13
  for (const name of Object.keys(value)) {
    const member = value[name]
    if (member === undefined) continue
    hash = (hash + mix(hashText(name) ^ Math.imul(hashJson(member, masks?.get(name)), 31))) | 0
  }
  return mix(hash)
}

/** Whether a value is a list. */
export function isList(value: JsonValue): value is readonly (JsonValue | undefined)[] {
  return Array.isArray(value)
}
