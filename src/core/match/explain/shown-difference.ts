import { isBytes } from '../../realms.ts'
import type { Difference } from '../difference.ts'
import { bodyText } from '../../redact/body-text.ts'
import { isExact, plainNumber } from '../json/exact-number.ts'
import { excerpt, excerpts, neighbourhoods } from './excerpt.ts'

/** What must happen to a text before anybody sees it. */
export type Say = (text: string) => string

/** A difference as it may be seen and kept: without secrets, long values cut around where they differ. */
export function shownDifference(difference: Difference, say: Say): Difference {
  const { actual, recorded, part, at } = difference
  const where =
    at === undefined
      ? { part }
      : { part, at: at.length > longestPath ? excerpt(say(at.slice(0, longestPath))) : say(at) }
  if (isPlainText(actual) && isPlainText(recorded)) {
    const [actualNear, recordedNear] = neighbourhoods(actual, recorded)
    const [actualCut, recordedCut] = excerpts(say(actualNear), say(recordedNear))
    return { ...where, recorded: recordedCut, actual: actualCut }
  }
  if (isBytes(actual) && isBytes(recorded)) {
    const at = actual.findIndex((byte, index) => byte !== recorded[index])
    const from = at === -1 ? actual.length : at
    return {
      ...where,
      recorded: bytesFrom(recorded, from, say),
      actual: bytesFrom(actual, from, say),
    }
  }
  return { ...where, recorded: condense(recorded, say, 2), actual: condense(actual, say, 2) }
}

const longestPath = 300

function isPlainText(value: unknown): value is string {
  return typeof value === 'string' && !isExact(value)
}

const shownBytes = 16

// What makes a secret of bytes stands near them: its beginning, its name.
const nearBytes = 1_024

function bytesFrom(bytes: Uint8Array, from: number, say: Say): unknown {
  const near = bodyText(bytes.subarray(Math.max(0, from - nearBytes), from + nearBytes))
  if (say(near) !== near) return { length: bytes.length, from, hex: '[REDACTED]' }
  const shown = [...bytes.subarray(from, from + shownBytes)]
  const hex = shown.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return { length: bytes.length, from, hex }
}

const shownMembers = 4

/** A JSON value small enough for one line. */
function condense(value: unknown, say: Say, levels: number): unknown {
  if (typeof value === 'string')
    return isExact(value) ? `${plainNumber(value)} (number)` : excerpt(say(value))
  if (isBytes(value)) return bytesFrom(value, 0, say)
  if (typeof value !== 'object' || value === null) return asJson(value)
  if (levels === 0) return '…'
  return Array.isArray(value) ? condenseList(value, say, levels) : condenseNames(value, say, levels)
}

/** What a function in `matchOn` may say and JSON cannot becomes a text. */
function asJson(value: unknown): unknown {
  const isOdd = ['bigint', 'function', 'symbol'].includes(typeof value)
  return isOdd ? String(value) : value
}

function condenseList(list: readonly unknown[], say: Say, levels: number): unknown {
  const shown = list.slice(0, shownMembers).map((item) => condense(item ?? null, say, levels - 1))
  const left = list.length - shown.length
  return left === 0 ? shown : [...shown, `… ${left} more`]
}

function condenseNames(value: object, say: Say, levels: number): unknown {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  const shown = entries
    .slice(0, shownMembers)
    .map(([name, member]) => [excerpt(say(name)), condense(member, say, levels - 1)] as const)
  const left = entries.length - shown.length
  return Object.fromEntries(left === 0 ? shown : [...shown, ['…', `${left} more`]])
}
