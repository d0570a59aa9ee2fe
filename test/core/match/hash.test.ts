import { expect, test } from 'vitest'
import { hashBytes, hashText, sampleText } from '../../../src/core/match/hash.ts'

test('100,000 texts that are alike have almost as many hashes', () => {
  const hashes = new Set(Array.from({ length: 100_000 }, (_, n) => hashText(`{"id":${n},"a":1}`)))

  expect(hashes.size).toBeGreaterThan(99_990)
})

test('a hash knows seed, length and every unit', () => {
  expect(hashText('a')).toBe(hashText('a'))
  expect(hashText('a', 1)).not.toBe(hashText('a'))
  expect(hashText('')).not.toBe(hashText('\0'))
  expect(hashText('\u0161')).not.toBe(hashText('a'))
})

test('a hash of bytes knows every byte and the length', () => {
  expect(hashBytes(new Uint8Array([1, 2]))).toBe(hashBytes(new Uint8Array([1, 2])))
  expect(hashBytes(new Uint8Array([1, 2]))).not.toBe(hashBytes(new Uint8Array([2, 1])))
  expect(hashBytes(new Uint8Array(1))).not.toBe(hashBytes(new Uint8Array(2)))
})

test('a sample knows the length of a text, and all of a short one', () => {
  const long = 'x'.repeat(10_000)

  expect(sampleText('abc')).not.toBe(sampleText('abd'))
  expect(sampleText(long)).not.toBe(sampleText(`${long}x`))
  expect(sampleText(long)).toBe(sampleText(long))
})
