import { expect, test } from 'vitest'
import { base64Lines, bytesOfTwoLines } from '../../../src/core/codec/base64-lines.ts'

const noise = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 2_654_435_761) >>> 24))

test.each([0, 105, 210, 512 * 105, 513 * 105, 3 * 512 * 105])(
  'the lines of %d bytes are those of Node’s base64',
  (length) => {
    const bytes = noise(length)
    const pieces = [...texts(base64Lines(bytes, 4))]

    const lines = bytes.toString('base64').match(/.{70}/g) ?? []
    const expected = lines.map((line) => `    ${line}\n`).join('')
    expect(pieces.join('')).toBe(expected)
    expect([...texts(base64Lines(new Uint8Array(bytes), 4))].join('')).toBe(expected)
  },
)

test('bytes that fill no pair of lines are left', () => {
  expect([0, 104, 105, 211].map((length) => bytesOfTwoLines(noise(length)))).toEqual([
    0, 0, 105, 210,
  ])
})

/** Each piece is overwritten by the next. */
function* texts(pieces: Iterable<Uint8Array>): Generator<string> {
  for (const piece of pieces) yield Buffer.from(piece).toString()
}
