import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { seedDialect } from '../../../src/core/codec/dialect.ts'
import { isOrdinary } from '../../../src/core/codec/ordinary.ts'
import { styleOf } from '../../../src/core/codec/scalar-style.ts'
import { anyDialect } from '../../fuzz/generate.ts'

test.each([
  'Content-Type',
  'text/html; charset=utf-8',
  'Mon, 02 Jan 2006 15:04:05 GMT',
  'https://a.test/b?c=d&e=%20',
  'GET',
  'nosniff',
])('%s is ordinary', (text) => {
  expect(isOrdinary(text)).toBe(true)
})

test.each(['', '1', 'no', 'null', '"a"', 'a:', 'a: b', 'a #b', 'a\\b', 'a ', 'a\nb', 'é', 'a - b'])(
  '%j may mean something else',
  (text) => {
    expect(isOrdinary(text)).toBe(false)
  },
)

test('what is ordinary is plain in every dialect, wherever it stands', () => {
  const pieces = 'a B n yes null 0 . / - : ~ # % @ ! & * | > [ ] { } , \\ \' " = --- '
  const text = array(constantFrom(' ', ...pieces.split(' ')), { maxLength: 8 })
  assert(
    property(text, anyDialect, constantFrom('field', 'item', 'key'), (parts, dialect, role) => {
      const whole = parts.join('')
      if (!isOrdinary(whole)) return
      expect(styleOf(whole, role, dialect)).toBe('plain')
      expect(styleOf(whole, role, { ...seedDialect, goYaml: 'goccy' })).toBe('plain')
    }),
  )
})
