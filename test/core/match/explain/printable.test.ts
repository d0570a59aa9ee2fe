import { expect, test } from 'vitest'
import { printable, printableJson } from '../../../../src/core/match/explain/printable.ts'

test.each([
  ['plain, grüße, 日本, 👋', 'plain, grüße, 日本, 👋'],
  ['\u001b[31m', '\\u001b[31m'],
  ['a\r\nb\tc\0', 'a\\u000d\\u000ab\\u0009c\\u0000'],
  ['\u0085\u009b\u007f', '\\u0085\\u009b\\u007f'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['\u202e\u2066\u200b\ufeff', '\\u202e\\u2066\\u200b\\ufeff'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['\ud800x', '\\ud800x'],
  ['\ufdd0\uffff', '\\ufdd0\\uffff'],
  ['::error::', '\\u003a:error::'],
  ['a ::error::', 'a ::error::'],
])('%j is printed as %s', (text, printed) => {
  expect(printable(text)).toBe(printed)
})

test('a value is printed as JSON on one line', () => {
  expect(printableJson({ a: ['\n\u2028', 1, null] })).toBe('{"a":["\\n\\u2028",1,null]}')
})
