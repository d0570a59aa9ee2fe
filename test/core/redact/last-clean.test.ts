import { expect, test } from 'vitest'
import { LastClean } from '../../../src/core/redact/last-clean.ts'

test('the last value is known to be clean while the vault learns nothing', () => {
  const last = new LastClean()
  last.note('a', 3)

  expect(last.is('a', 3)).toBe(true)
  expect(last.is('a', 4)).toBe(false)
  expect(last.is('b', 3)).toBe(false)
})

test('nothing is known before, nor of what is long or not there', () => {
  const last = new LastClean()
  const long = 'a'.repeat(1_000)
  last.note(undefined, 0)
  last.note(long, 0)

  expect(last.is(undefined, 0)).toBe(false)
  expect(last.is(long, 0)).toBe(false)
})
