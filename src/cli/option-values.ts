import { InvalidArgumentError } from 'commander'
import { durationIn } from '../core/durations.ts'
import { checkPacing } from '../core/check-pacing.ts'
import type { Speed } from '../core/timeline.ts'

/** Reads a whole number that is 0 or more. */
export function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number, 0 or more.')
}

/** Adds a value to those of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** Reads a list like `method,url`. */
export function list(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((one) => one.trim())]
}

/** Reads a port. */
export function portNumber(text: string): number {
  const port = wholeNumber(text)
  if (port <= 65_535) return port
  throw new InvalidArgumentError('It is a number from 0 to 65535.')
}

/** Reads `recorded`, `instant`, `2` or `2x`. */
export function speedValue(text: string): Speed {
  const speed = text === 'recorded' || text === 'instant' ? text : Number(text.replace(/x$/, ''))
  try {
    checkPacing({ speed })
  } catch {
    throw new InvalidArgumentError('It is recorded, instant or a number above 0.')
  }
  return speed
}

/** Reads a duration like `500ms`, or a number of milliseconds. @returns milliseconds */
export function milliseconds(text: string): number {
  const nanoseconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1e6 : durationIn(text)
  if (nanoseconds !== undefined && nanoseconds >= 0) return nanoseconds / 1e6
  throw new InvalidArgumentError(
    'It is a duration like 500ms or 1.5s, or a number of milliseconds.',
  )
}

/** Reads a rate like `50/s`. */
export function paceValue(text: string): { readonly eventsPerSecond: number } {
  const eventsPerSecond = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text)?.[1])
  if (eventsPerSecond > 0) return { eventsPerSecond }
  throw new InvalidArgumentError('It is a number of events a second: 50/s.')
}

/** Reads a share like `5%` or `0.05`. @returns a number from 0 to 1 */
export function share(text: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? []
  const value = Number(digits) / (percent === '%' ? 100 : 1)
  if (value <= 1) return value
  throw new InvalidArgumentError('It is a share like 5% or 0.05.')
}

const units: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
const mostBytes = 256 * 1024 ** 2

/** Reads a size like `64MiB`, `64m` or a number of bytes, 256 MiB at most. */
export function byteSize(text: string): number {
  const [, digits, unit = ''] = /^(\d+)([kmg]?)(?:i?b)?$/i.exec(text) ?? []
  const bytes = Number(digits) * (units[unit.toLowerCase()] ?? NaN)
  if (bytes <= mostBytes) return bytes
  throw new InvalidArgumentError('It is a size like 64MiB, 256MiB at most.')
}
