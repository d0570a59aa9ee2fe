/**
 * What a YAML reader takes a plain scalar for.
 *
 * `'core'`: a null, boolean, number or timestamp. `'yaml-1.1'`: one only to readers of YAML 1.1 (`yes`, `12:30`, `<<`).
 */
export type PlainMeaning = 'text' | 'core' | 'yaml-1.1'

/** Tells what a plain scalar would be read as. Looks at the whole text, which has no line break. */
export function plainMeaning(text: string): PlainMeaning {
  if (!suspicious.test(text)) return 'text'
  if (digits.test(text) || coreWords.has(text)) return 'core'
  if (oldWords.has(text) || isBase60(text)) return 'yaml-1.1'
  if (isTimestamp(text) || isNumber(text)) return 'core'
  return 'text'
}

const suspicious = /^(?:$|[-+.0-9<~]|[nNtTfFyYoO][a-zA-Z]{0,4}$)/

// Most numbers are.
const digits = /^\d{1,99}$/

const coreWords = new Set(
  '|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|.nan|.NaN|.NAN|.inf|.Inf|.INF'
    .split('|')
    .concat('+.inf|+.Inf|+.INF|-.inf|-.Inf|-.INF'.split('|')),
)

const oldWords = new Set('y Y yes Yes YES on On ON n N no No NO off Off OFF <<'.split(' '))

const base60 = /^[-+]?\d[\d_]*:[\d:]*(?:\.[\d_]*)?$/
const noSixtieth = /:(?![0-5]?\d(?:[:.]|$))/

// In one expression, that repeats a group, a body of some megabytes runs out of stack.
function isBase60(text: string): boolean {
  return base60.test(text) && !noSixtieth.test(text)
}

const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d))|(?: +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?))?$/

function isTimestamp(text: string): boolean {
  const parts = timestamp.exec(text)
  if (parts === null) return false
  const [year = 0, month = 0, day = 0] = parts.slice(1, 4).map(Number)
  const [hour = 0, minute = 0, second = 0] = parts.slice(parts[4] === undefined ? 7 : 4).map(Number)
  return day >= 1 && day <= daysIn(year, month) && !(hour > 23 || minute > 59 || second > 59)
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
}

const decimal = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/
const radixInteger = /^([-+]?)0(?:[xX]([\da-fA-F]+)|[oO]([0-7]+)|[bB]([01]+))$/

function isNumber(text: string): boolean {
  // Before a point Go deletes no underscores.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '')
  if (decimal.test(digits)) return Number.isFinite(Number(digits))
  const radix = radixInteger.exec(digits)
  if (radix === null) return false
  const sign = radix[1] as string
  return integerFits(sign, digits.slice(sign.length))
}

function integerFits(sign: string, literal: string): boolean {
  // More digits than this cannot fit, whatever they are, and would take long to convert.
  const significant = literal.slice(2).replace(/^0+/, '')
  if (significant.length > 64) return false
  const value = BigInt(`${literal.slice(0, 2).toLowerCase()}0${significant}`)
  if (sign === '') return value < 1n << 64n
  return sign === '-' ? value <= 1n << 63n : value < 1n << 63n
}
