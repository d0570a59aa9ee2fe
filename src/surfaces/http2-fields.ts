import { type RawFields, endToEnd, pairsOf } from './server/fields.ts'

type Fields = Record<string, string | string[]>

/** Fields as HTTP/2 has them: names in lower case, and one field a name, but for cookies. */
export function http2Fields(fields: RawFields): Fields {
  const object = Object.create(null) as Fields
  for (const [name, value] of pairsOf(endToEnd(fields))) {
    const lower = name.toLowerCase()
    const known = object[lower]
    if (known === undefined) object[lower] = value
    else if (lower === 'set-cookie') object[lower] = [known, value].flat()
    else object[lower] = `${String(known)}, ${value}`
  }
  return object
}
