import { expect, test } from 'vitest'
import { LineIds } from '../../../../src/core/codec/scan/line-ids.ts'

const encoder = new TextEncoder()

/** The numbers of texts that stand one behind the other. */
function idsOf(texts: readonly string[]): readonly number[] {
  const lines = new LineIds(encoder.encode(texts.join('')))
  let start = 0
  for (const { length } of texts) {
    lines.add(start, length)
    start += length
  }
  return lines.ids
}

test('the same bytes have one number, however many others there are', () => {
  const texts = Array.from({ length: 1_000 }, (_, index) => `http://a.test/${index}`)

  const ids = idsOf([...texts, ...texts])

  expect(ids.slice(0, 1_000)).toEqual(ids.slice(1_000))
  expect(new Set(ids).size).toBe(1_000)
})

test('bytes of one hash are told apart', () => {
  const many = Array.from({ length: 20 }, (_, index) => bytesOfOneHash(index))
  const lines = new LineIds(Uint8Array.from([...many, ...many].flat()))

  for (let start = 0; start < 40 * 8; start += 8) lines.add(start, 8)

  expect(lines.ids.map((id) => lines.ids.indexOf(id) % 20)).toEqual(
    lines.ids.map((_, index) => index % 20),
  )
})

/** Two words, the second of which undoes what the hash made of the first. */
function bytesOfOneHash(first: number): readonly number[] {
  const words = new DataView(new ArrayBuffer(8))
  words.setInt32(0, first)
  words.setInt32(4, Math.imul(8 ^ first, 0x01000193))
  return [...new Uint8Array(words.buffer)]
}
