import { requestFields, responseFields } from '../codec/fields.ts'
import { sourceOf } from '../codec/origin.ts'
import type { Interaction } from '../model.ts'
import { lineAt, linesOf } from '../redact/locate.ts'

/** A key that is none of a cassette's, and where it stands in the file, from 1. */
export interface UnknownKey {
  readonly key: string
  readonly line: number
  readonly column: number
}

const known: ReadonlySet<string> = new Set(
  ['id', 'request', 'response'].concat([...requestFields, ...responseFields].map(({ key }) => key)),
)

const decoder = new TextDecoder()

/** The keys of an interaction's own levels that no reader knows. None where its source is canonical. */
export function unknownKeys(interaction: Interaction): readonly UnknownKey[] {
  const source = sourceOf({ version: 2, interactions: [interaction] })
  const place = linesOf(interaction)
  if (source === undefined || source.isCanonical || place === undefined) return []
  const first = lineAt(source.bytes, place.start)
  const lines = decoder.decode(source.bytes.subarray(place.start, place.end)).split('\n')
  const columns = ownColumns(lines)
  return lines.flatMap((line, index) => {
    const [, blanks = '', key] = /^([ -]*)([A-Za-z_][\w-]*):(?:\s|$)/.exec(line) ?? []
    if (key === undefined || known.has(key) || !columns.has(blanks.length)) return []
    return [{ key, line: first + index, column: blanks.length + 1 }]
  })
}

// The columns of `request:` and of the first field below it.
function ownColumns(lines: readonly string[]): ReadonlySet<number> {
  const at = lines.findIndex((line) => /^[ -]*request:\s*$/.test(line))
  const found = at < 0 ? [] : lines.slice(at, at + 2)
  return new Set(found.map((line) => line.search(/[^ -]|$/)))
}
