/**
 * Reads a plain scalar as Go reads an integer field: `12`, `1_000`, `0x10`, `010` (octal), `12.0`.
 *
 * Nothing where it is none, or beyond 2^53.
 */
export function integerIn(text: string): number | undefined {
  if (text.startsWith('_')) return undefined
  const parts = /^([-+]?)(\d[\w.+-]*)$/.exec(text.replaceAll('_', ''))
  if (parts === null) return undefined
  const [, sign, digits = ''] = parts
  const value = magnitude(digits)
  if (value === undefined || !Number.isSafeInteger(value)) return undefined
  return sign === '-' && value !== 0 ? -value : value
}

function magnitude(digits: string): number | undefined {
  if (/^0[0-7]+$/.test(digits)) return Number.parseInt(digits, 8)
  // JavaScript reads `0x`, `0o` and `0b` as Go does.
  if (/^0(?:[xX][\da-fA-F]+|[oO][0-7]+|[bB][01]+)$/.test(digits)) return Number(digits)
  return /^\d+(?:\.\d*)?(?:[eE][-+]?\d+)?$/.test(digits) ? Number(digits) : undefined
}
