import type { Cassette } from '../model.ts'
import { readGeneral } from './general/read.ts'
import type { Yaml } from './general/yaml.ts'
import { withoutReturns } from './line-ends.ts'
import { readCanonical } from './scan/read.ts'
import { decodeText } from './decode-text.ts'

/** What to call a cassette in errors. */
export interface ParseOptions {
  readonly file?: string
}

/** Reads a cassette from its bytes or text. */
export type ParseCassette = (source: Uint8Array | string, options?: ParseOptions) => Cassette

/**
 * Makes the reader of cassettes. `loadYaml` gives the `yaml` package when the first file that is not canonical needs it.
 *
 * The reader throws a `CassetteFormatError` where a file is no cassette, a `CassetteVersionError` where its version is
 * neither 1 nor 2.
 */
export function parserWith(loadYaml: () => Yaml): ParseCassette {
  let yaml: Yaml | undefined
  return (source, options = {}) => {
    const written = typeof source === 'string' ? encoder.encode(source) : plainBytes(source)
    const plain = withoutReturns(written)
    const hasReturns = plain !== undefined
    const bytes = plain ?? written
    const canonical = readCanonical(bytes, hasReturns)
    if (canonical !== undefined) return canonical
    const text = decodeText(bytes, options.file)
    return readGeneral({ text, bytes, hasReturns, file: options.file }, (yaml ??= loadYaml()))
  }
}

const encoder = new TextEncoder()

// Node's Buffer is an array of bytes that searches and cuts several times as slowly as others.
function plainBytes({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length)
}
