import { assert, property, string, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { isAscii, keptValue, textValue, wireValue } from '../../src/core/field-value.ts'

/** Bytes, a character each. */
function wire(text: string): string {
  return Buffer.from(text).toString('latin1')
}

test.each([
  ['ASCII', 'plain', 'plain'],
  ['UTF-8', wire('Zoë ✓ 😀'), 'Zoë ✓ 😀'],
  ['a byte order mark', wire('\ufeffa'), '\ufeffa'],
  ['Latin-1', 'Zo\xeb', 'Zo\uefeb'],
  ['UTF-8 that was cut off', `${wire('ë')}\xc3`, '\uefc3\uefab\uefc3'],
  ['a private character of ours', wire('\uefeb'), '\uefee\uefbf\uefab'],
])('%s is kept and given back', (_name, bytes, text) => {
  expect(keptValue(bytes)).toBe(text)
  expect(wireValue(text)).toBe(bytes)
})

test('a value of ASCII is kept as it came', () => {
  expect(isAscii('text/plain; a="\t~"')).toBe(true)
  expect(isAscii('Zo\xeb')).toBe(false)
})

test('what is more than bytes was decoded already', () => {
  expect(keptValue('Zoë ✓')).toBe('Zoë ✓')
})

test('any bytes come back, and stand as text that can be saved', () => {
  assert(
    property(uint8Array(), string({ unit: 'grapheme' }), (bytes, text) => {
      for (const value of [Buffer.from(bytes).toString('latin1'), wire(text)]) {
        expect(wireValue(keptValue(value))).toBe(value)
        expect(Buffer.from(keptValue(value)).toString()).toBe(keptValue(value))
      }
    }),
  )
})

test('clients that read a value as UTF-8 get what they can', () => {
  expect(textValue('Zoë')).toBe('Zoë')
  expect(textValue('Zo\uefeb!')).toBe('Zo\ufffd!')
})

test('a value may be long', () => {
  const long = 'ë'.repeat(500_000)

  expect(keptValue(wireValue(long))).toBe(long)
})
