import { isAscii } from '../../core/field-value.ts'
import { type HeaderMap, headersOfAscii, headersOfRaw } from '../../core/headers.ts'

/** The fields of a head as undici hands them over: names and values in turn. */
export function rawFields(raw: readonly (Buffer | string)[], encoding: BufferEncoding): HeaderMap {
  const [first] = raw
  const place = typeof first === 'object' ? placeOf(raw, first) : undefined
  if (place !== undefined) {
    const { buffer, start, end } = place
    const text = Buffer.from(buffer, start, end - start).toString('latin1')
    if (isAscii(text)) return headersOfAscii(textsIn(text, raw as readonly Buffer[], start))
  }
  return headersOfRaw(raw.map((text) => text.toString(encoding)))
}

/** More than any server sends: further apart they do not lie in one head. */
const longestHead = 65_536

/** Where all of them lie one behind the other, as they do in what came in one packet. */
function placeOf(
  raw: readonly (Buffer | string)[],
  { buffer, byteOffset: start }: Buffer,
): { readonly buffer: ArrayBufferLike; readonly start: number; readonly end: number } | undefined {
  let end = start
  for (const bytes of raw) {
    if (typeof bytes === 'string' || bytes.buffer !== buffer || bytes.byteOffset < end)
      return undefined
    end = bytes.byteOffset + bytes.length
  }
  return end - start > longestHead ? undefined : { buffer, start, end }
}

/** Cut from one text: to decode each by itself takes several times as long. */
function textsIn(text: string, raw: readonly Buffer[], start: number): string[] {
  const texts: string[] = []
  for (const { byteOffset, length } of raw)
    texts.push(text.slice(byteOffset - start, byteOffset - start + length))
  return texts
}
