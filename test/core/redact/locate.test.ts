import { expect, test } from 'vitest'
import { lineAt } from '../../../src/core/redact/locate.ts'

class WatchedBytes extends Uint8Array {
  searches = 0

  override indexOf(byte: number, from?: number): number {
    this.searches += 1
    return super.indexOf(byte, from)
  }
}

const lines = Array.from({ length: 100 }, (_, line) => line)
const watched = (): WatchedBytes =>
  WatchedBytes.from(Buffer.from('ab\n'.repeat(100))) as WatchedBytes

test('a place is on its line, in whatever order places are asked about', () => {
  const bytes = watched()

  for (const line of [7, 0, 99, 7, 8, 8, 3]) expect(lineAt(bytes, line * 3)).toBe(line + 1)
  expect(lineAt(bytes, 300)).toBe(101)
})

test('the lines of a file are counted once, however many of its places are asked about', () => {
  const bytes = watched()

  const found = lines.map((line) => lineAt(bytes, line * 3))

  expect(found).toEqual(lines.map((line) => line + 1))
  expect(bytes.searches).toBeLessThan(300)
})
