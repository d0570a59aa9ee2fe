import { expect, test } from 'vitest'
import { holdsAsciiRun } from '../../../../src/core/redact/shapes/ascii-run.ts'

const noise = new Uint8Array(100).fill(0x80)

function withText(text: string, at: number): Uint8Array {
  const bytes = Buffer.from(noise)
  bytes.write(text, at, 'latin1')
  return bytes
}

test('fourteen characters of ASCII are a run wherever they stand', () => {
  for (let at = 0; at <= 86; at++) {
    expect(holdsAsciiRun(withText('Basic YTpiY2Rl', at))).toBe(true)
    expect(holdsAsciiRun(withText(' ~'.repeat(7), at).subarray(at, at + 14))).toBe(true)
  }
})

test('thirteen are none, nor are control characters and bytes beyond ASCII', () => {
  for (let at = 0; at <= 86; at++) {
    expect(holdsAsciiRun(withText('Basic YTpiY2R', at))).toBe(false)
    for (const other of ['\0', '\x1f', '\x80', '\xa0', '\xff']) {
      expect(holdsAsciiRun(withText(`Basic YT${other}iY2Rl`, at))).toBe(false)
    }
  }
})

test('what is shorter than four bytes has none', () => {
  expect(holdsAsciiRun(new Uint8Array(0))).toBe(false)
  expect(holdsAsciiRun(new TextEncoder().encode('abc'))).toBe(false)
})
