import { bodyOf } from './body.ts'

const beyondAscii = /[^\0-\x7f]/
const beyondLatin1 = /[^\0-\xff]/
/** They stand for the bytes 0x80 to 0xff of a value that is not UTF-8. */
const privateByte = /[\uef80-\uefff]/
const privateBase = 0xef00
const encoder = new TextEncoder()

/** Whether a text is such that a field's value is kept as it came. */
export function isAscii(text: string): boolean {
  return !beyondAscii.test(text)
}

/**
 * A field's value as a cassette keeps it: its UTF-8 as text, as go-vcr does.
 *
 * In a value that is not UTF-8 each byte above ASCII becomes a private character, U+EF80 to U+EFFF.
 *
 * @param wire - Its bytes, a character each, as Node gives them.
 */
export function keptValue(wire: string): string {
  // What holds more than bytes was decoded already.
  return !beyondAscii.test(wire) || beyondLatin1.test(wire) ? wire : keptBytes(bytesOf(wire))
}

/** A field's value as a cassette keeps it, of its bytes: see `keptValue()`. */
export function keptBytes(bytes: Uint8Array): string {
  const text = bodyOf(bytes)
  if (typeof text === 'string' && !privateByte.test(text)) return text
  return Array.from(bytes, (byte) => fromCode(byte < 0x80 ? byte : privateBase + byte)).join('')
}

/** A text that was decoded already, as a cassette keeps it: private characters of its own become their bytes. */
export function keptText(text: string): string {
  return privateByte.test(text) ? keptBytes(encoder.encode(text)) : text
}

/** A text of `percentDecode()`, as a cassette keeps it: its bytes that are no UTF-8 are lone surrogates. */
export function keptDecoded(text: string): string {
  if (text.isWellFormed()) return keptText(text)
  const bytes = Array.from(text, (character) =>
    character.isWellFormed() ? [...encoder.encode(character)] : [character.charCodeAt(0) & 0xff],
  )
  return keptBytes(Uint8Array.from(bytes.flat()))
}

/** The bytes of a kept value, a character each: what `keptValue()` was given. */
export function wireValue(kept: string): string {
  if (!beyondAscii.test(kept)) return kept
  return kept.replace(/[^\0-\x7f]/gu, (character) =>
    privateByte.test(character)
      ? fromCode(character.charCodeAt(0) - privateBase)
      : fromCode(...encoder.encode(character)),
  )
}

/** The bytes of a kept value that is not UTF-8. Nothing of any other. */
export function bytesIn(kept: string): Uint8Array | undefined {
  return privateByte.test(kept) ? bytesOf(wireValue(kept)) : undefined
}

/** A kept value for clients that read it as UTF-8: bytes that are none become U+FFFD. */
export function textValue(kept: string): string {
  const bytes = bytesIn(kept)
  return bytes === undefined ? kept : new TextDecoder().decode(bytes)
}

function bytesOf(wire: string): Uint8Array {
  return Uint8Array.from(wire, (byte) => byte.charCodeAt(0))
}

const fromCode = String.fromCharCode
