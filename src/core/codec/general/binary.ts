import type { Scalar } from 'yaml'
import { decodeBase64 } from '../base64.ts'
import type { SourceText } from '../source-text.ts'

const tag = 'tag:yaml.org,2002:binary'
const encoder = new TextEncoder()

/** The bytes of a scalar that is tagged as base64. Nothing of another. `name` and `at` are for errors. */
export function binaryIn(
  scalar: Scalar<string> & { readonly tag?: string },
  name: string,
  at: number,
  source: SourceText,
): Uint8Array | undefined {
  if (scalar.tag !== tag) return undefined
  // As in Go, only line breaks may stand between the characters.
  const isBroken = scalar.value.includes(' ')
  const encoded = encoder.encode(scalar.value.replaceAll('\r', ''))
  const bytes = isBroken ? undefined : decodeBase64(encoded)
  return bytes ?? source.fail(`"${name}" is not base64.`, at)
}
