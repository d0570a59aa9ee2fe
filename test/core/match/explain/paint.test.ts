import { expect, test } from 'vitest'
import { paintWith } from '../../../../src/core/match/explain/paint.ts'

test('a terminal gets colours, and each ends where it should', () => {
  const { bold, dim, red, green, yellow, cyan } = paintWith(true)

  expect([bold, dim, red, green, yellow, cyan].map((paint) => paint('x'))).toEqual([
    '\u001b[1mx\u001b[22m',
    '\u001b[2mx\u001b[22m',
    '\u001b[31mx\u001b[39m',
    '\u001b[32mx\u001b[39m',
    '\u001b[33mx\u001b[39m',
    '\u001b[36mx\u001b[39m',
  ])
})

test('anything else gets none', () => {
  expect(paintWith(false).red('x')).toBe('x')
})
