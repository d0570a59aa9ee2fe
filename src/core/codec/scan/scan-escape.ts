import { refuse } from './refuse.ts'

/** How many bytes follow the backslash of an escape, by the first of them. 0 where it begins none that go-yaml writes. */
export const escapeLengths: Uint8Array = new Uint8Array(256)
for (const name of '0abtnvfre"\\N_LP') escapeLengths[name.charCodeAt(0)] = 1
escapeLengths['x'.charCodeAt(0)] = 3
escapeLengths['u'.charCodeAt(0)] = 5
escapeLengths['U'.charCodeAt(0)] = 9

/** Moves over an escape, from its backslash to its last byte. Half a surrogate pair is refused, as Go refuses it. */
export function overEscape(bytes: Uint8Array, backslash: number): number {
  const length = escapeLengths[bytes[backslash + 1] ?? 0] as number
  if (length === 0) refuse()
  if (length === 1) return backslash + 1
  let value = 0
  for (let at = backslash + 2; at <= backslash + length; at++) {
    value = value * 16 + hexDigit(bytes[at])
  }
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) refuse()
  return backslash + length
}

/** The value of a hexadecimal digit. */
export function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return refuse()
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = (byte | 0x20) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : refuse()
}
