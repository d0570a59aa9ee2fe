const nanosecondsIn: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3_600e9,
}

// Nearly all are like `505.86125ms` and `1.5s`.
const singlePart = /^(\d+)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)$/
const onePart = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y

/**
 * Reads Go's duration text: `"1m2.5s"` is 62_500_000_000 nanoseconds.
 *
 * As in Go, what is smaller than a nanosecond is cut. More than 2^53 nanoseconds (104 days) is refused.
 * @throws TypeError where the text is no duration
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number {
  const nanoseconds = durationIn(text)
  if (nanoseconds === undefined) {
    throw new TypeError(`${JSON.stringify(text)} is not a Go duration. Write it like "1.25s".`)
  }
  return nanoseconds
}

/** Reads Go's duration text as {@link parseDuration} does. Nothing where it is none, or longer than 104 days. */
export function durationIn(text: string): number | undefined {
  const single = singlePart.exec(text)
  if (single !== null) return partIn(single)
  const start = /^[+-]/.test(text) ? 1 : 0
  if (text.length === start) return undefined
  const total = text.slice(start) === '0' ? 0 : sumOfParts(text, start)
  return total !== undefined && total > 0 && text.startsWith('-') ? -total : total
}

// Part by part: one expression for all of them runs out of stack on a text of some megabytes.
function sumOfParts(text: string, start: number): number | undefined {
  let total = 0
  for (onePart.lastIndex = start; onePart.lastIndex < text.length;) {
    const part = onePart.exec(text)
    if (part === null || (part[1] === '' && (part[2] ?? '') === '')) return undefined
    total += partIn(part) ?? Infinity
    if (total > Number.MAX_SAFE_INTEGER) return undefined
  }
  return total
}

function partIn([, digits = '', fraction = '', unit = '']: RegExpExecArray): number | undefined {
  const size = nanosecondsIn[unit] as number
  const part = Number(digits) * size + fractionOf(fraction, size)
  return part > Number.MAX_SAFE_INTEGER ? undefined : part
}

// Go keeps as many digits as fit an int64, and multiplies in floating point.
function fractionOf(fraction: string, size: number): number {
  if (fraction === '') return 0
  const significant = fraction.replace(/^0+/, '')
  const zeros = fraction.length - significant.length
  let kept = significant.slice(0, 18)
  const oneMore = significant.slice(0, 19)
  if (oneMore.length === 19 && oneMore <= '9223372036854775808') kept = oneMore
  let scale = 1
  for (let digit = 0; digit < zeros + kept.length; digit++) scale *= 10
  return Math.trunc(Number(kept) * (size / scale))
}

/**
 * Writes integer nanoseconds as Go does: 62_500_000_000 is `"1m2.5s"`. Exact, nothing is rounded.
 *
 * @see https://pkg.go.dev/time#Duration.String
 */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds < 0) return `-${formatDuration(-nanoseconds)}`
  if (nanoseconds === 0) return '0s'
  if (nanoseconds < 1e3) return `${nanoseconds}ns`
  if (nanoseconds < 1e6) return `${decimal(nanoseconds, 3)}µs`
  if (nanoseconds < 1e9) return `${decimal(nanoseconds, 6)}ms`
  const minutes = Math.floor(nanoseconds / 60e9)
  const seconds = `${decimal(nanoseconds % 60e9, 9)}s`
  if (minutes === 0) return seconds
  if (minutes < 60) return `${minutes}m${seconds}`
  return `${Math.floor(minutes / 60)}h${minutes % 60}m${seconds}`
}

function decimal(value: number, places: number): string {
  const size = 10 ** places
  let fraction = value % size
  let digits = places
  if (fraction === 0) return String(value / size)
  // By numbers: to cut zeros off a text takes twice as long.
  for (; fraction % 10 === 0; fraction /= 10) digits -= 1
  return `${Math.floor(value / size)}.${String(fraction).padStart(digits, '0')}`
}
