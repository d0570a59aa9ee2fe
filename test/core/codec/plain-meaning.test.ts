import { expect, test } from 'vitest'
import { plainMeaning } from '../../../src/core/codec/plain-meaning.ts'

test.each([
  '',
  '~',
  'null',
  'TRUE',
  '.nan',
  '-.Inf',
  '12',
  '-1',
  '1_000',
  '.5',
  '1.',
  '1e3',
  '017',
  '08',
  '0x1F',
  '0b1',
  '0o7',
  '-0b1',
  '+0o7',
  '0xFFFFFFFFFFFFFFFF',
  '-0x8000000000000000',
  '+0x7FFFFFFFFFFFFFFF',
  '2023-06-01',
  '2024-02-29',
  '2000-2-29',
  '2023-06-01T12:30:45Z',
  '2023-06-01t1:2:3.5+01:00',
  '2023-06-01 12:30:45',
  '2023-06-01  12:30:45',
])('a plain %j is no text to any reader', (text) => {
  expect(plainMeaning(text)).toBe('core')
})

test.each(['y', 'Yes', 'NO', 'on', 'Off', '<<', '12:30', '-1:20', '190:20:30.15'])(
  'a plain %j is no text to a reader of YAML 1.1',
  (text) => {
    expect(plainMeaning(text)).toBe('yaml-1.1')
  },
)

test.each([
  'a',
  'tRUE',
  'nope',
  '1:60',
  '-',
  '.',
  '.1_0',
  '1e999',
  '0x',
  '0x1FFFFFFFFFFFFFFFF',
  '-0x8000000000000001',
  '+0x8000000000000000',
  `0b${'1'.repeat(65)}`,
  `0x${'0'.repeat(80)}g`,
  '2023-02-29',
  '1900-02-29',
  '2023-13-01',
  '2023-00-01',
  '2023-06-00',
  '2023-06-31',
  '2023-06-01T24:30:45Z',
  '2023-06-01T12:60:45Z',
  '2023-06-01 12:30:60',
  '2023-06-01T12:30:45',
])('a plain %j is text', (text) => {
  expect(plainMeaning(text)).toBe('text')
})

test('a large text may look like a time without end', () => {
  expect(plainMeaning('1:1'.repeat(10_000_000))).toBe('yaml-1.1')
})
