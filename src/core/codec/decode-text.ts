import { SourceText } from './source-text.ts'

const strict = new TextDecoder('utf-8', { fatal: true })
const lenient = new TextDecoder('utf-8')
const encoder = new TextEncoder()

const largest = 64 * 1024 * 1024

/**
 * The text of a file, without its byte order mark.
 *
 * Throws a `CassetteFormatError` where it is not UTF-8, or larger than a general YAML reader can be trusted with.
 */
export function decodeText(bytes: Uint8Array, file: string | undefined): string {
  if (isUtf16(bytes)) fail('it is UTF-16.', '', 0, file)
  if (bytes.length > largest) {
    fail('it is larger than 64 MiB, and not laid out as go-vcr and wiretape do it.', '', 0, file)
  }
  try {
    return strict.decode(bytes)
  } catch {
    const text = lenient.decode(bytes)
    return fail('it is not UTF-8.', text, lengthOfSame(bytes, text), file)
  }
}

function fail(problem: string, text: string, offset: number, file: string | undefined): never {
  return new SourceText(text, file).fail(problem, offset, 'Save it as UTF-8, as go-vcr does.')
}

// By its mark, or by the one zero in its first two bytes: no cassette begins with a character beyond U+00FF.
function isUtf16([first, second]: Uint8Array): boolean {
  if (second !== undefined && (first === 0) !== (second === 0)) return true
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function lengthOfSame(bytes: Uint8Array, decoded: string): number {
  const encoded = encoder.encode(decoded)
  const length = bytes.findIndex((byte, index) => byte !== encoded[index])
  return lenient.decode(bytes.subarray(0, length)).length
}
