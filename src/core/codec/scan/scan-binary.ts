import { ascii } from './ascii.ts'
import type { Cursor } from './cursor.ts'
import { refuse } from './refuse.ts'

const block = ascii('!!binary |')
const inline = ascii('!!binary ')
const equals = 0x3d

const isDigit = new Uint8Array(256)
for (const byte of ascii('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')) {
  isDigit[byte] = 1
}

/** Moves over base64 and the end of its last line. */
export function skipBinary(cursor: Cursor, pad: number): void {
  const isBlock = cursor.takes(block)
  if (isBlock) cursor.takeLineEnd()
  else cursor.take(inline)
  const length = isBlock ? takeLines(cursor, pad) : takeLine(cursor)
  if (length === 0 || length % 4 !== 0) refuse()
}

function takeLines(cursor: Cursor, pad: number): number {
  let length = 0
  while (!isPadded(cursor) && cursor.column === pad) length += takeLine(cursor)
  return length
}

// Gives how many characters it has. Up to two signs of equality fill the last group.
function takeLine(cursor: Cursor): number {
  const { bytes, at: start } = cursor
  let at = start
  while (isDigit[bytes[at] as number] === 1) at++
  const digits = at
  while (bytes[at] === equals) at++
  if (at - digits > 2) refuse()
  cursor.at = at
  cursor.takeLineEnd()
  return at - start
}

// Behind it nothing can come.
function isPadded({ bytes, lineStart }: Cursor): boolean {
  return bytes[lineStart - 2] === equals
}
