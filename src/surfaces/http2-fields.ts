import { type RawFields, endToEnd, pairsOf } from './server/fields.ts'

type Fields = Record<string, string | string[]>

/** Fields as HTTP/2 has them: names in lower case. Those that come several times stay so, where Node sends them so. */
export function http2Fields(fields: RawFields): Fields {
  const object = Object.create(null) as Fields
  for (const [name, value] of pairsOf(endToEnd(fields))) {
    const lower = name.toLowerCase()
    const known = object[lower]
    if (known === undefined) object[lower] = value
    else if (single.has(lower)) object[lower] = `${String(known)}, ${value}`
    else object[lower] = [known, value].flat()
  }
  return object
}

/** What Node throws for where it comes in a list. */
const single: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-max-age',
  'access-control-request-method',
  'age',
  'authorization',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'date',
  'dnt',
  'etag',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'range',
  'referer',
  'retry-after',
  'tk',
  'upgrade-insecure-requests',
  'user-agent',
  'x-content-type-options',
])
