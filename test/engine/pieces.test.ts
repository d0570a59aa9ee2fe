import { expect, test } from 'vitest'
import { Pieces } from '../../src/engine/pieces.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const abc = ['a'.repeat(10), 'b'.repeat(20), 'c'.repeat(30)]

test.each([
  ['of which nobody said how long they are', Infinity],
  ['that are as long as was said', 60],
  ['of which some are missing', 61],
  ['that are more than was said', 29],
  ['that were said to be very many', 1e12],
])('pieces %s stand behind each other', (_name, expected) => {
  const pieces = new Pieces(expected)
  for (const text of abc) pieces.add(bytes(text), true)

  const into = new Uint8Array(62)
  pieces.copyInto(into, 1)

  expect(pieces.bytes).toBe(60)
  expect(Buffer.from(pieces.joined()).toString()).toBe(abc.join(''))
  expect(Buffer.from(into).toString()).toBe(`\0${abc.join('')}\0`)
})

test.each([Infinity, 4])(
  'a piece that is somebody else’s may change later (%d bytes expected)',
  (expected) => {
    const pieces = new Pieces(expected)
    for (const text of ['ab', 'cd']) {
      const lent = bytes(text)
      pieces.add(lent, false)
      lent.fill(0)
    }

    expect(Buffer.from(pieces.joined()).toString()).toBe('abcd')
  },
)

test('no pieces are no bytes', () => {
  expect(new Pieces().joined()).toHaveLength(0)
})
