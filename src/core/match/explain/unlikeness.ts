import type { Body } from '../../body.ts'
import { commonStart } from './excerpt.ts'

const glance = 4_096
const heaviest = 4

/** A guess, from a glance at both ends, of how much two bodies differ: 0 to 4. */
export function unlikenessOf(one: Body | undefined, other: Body | undefined): number {
  if (one === undefined || other === undefined) return 0
  if (typeof one !== 'string' || typeof other !== 'string')
    return typeof one === typeof other ? 2 : heaviest
  const longest = Math.max(one.length, other.length)
  if (longest === 0) return 0
  const alike = Math.min(commonStart(one, other, glance) + commonEnd(one, other), longest)
  return heaviest * (1 - alike / Math.min(longest, 2 * glance))
}

function commonEnd(one: string, other: string): number {
  const length = Math.min(one.length, other.length, glance)
  let index = 0
  while (
    index < length &&
    one.charCodeAt(one.length - 1 - index) === other.charCodeAt(other.length - 1 - index)
  ) {
    index += 1
  }
  return index
}
