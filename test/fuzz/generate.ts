import {
  type Arbitrary,
  array,
  boolean,
  constantFrom,
  integer,
  json,
  lorem,
  maxSafeInteger,
  nat,
  oneof,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check'
import { bodyOf, type Body } from '../../src/core/body.ts'
import type { Dialect, GoYaml } from '../../src/core/codec/dialect.ts'
import { bytesIn, keptBytes } from '../../src/core/field-value.ts'
import { newHeaders, type HeaderMap } from '../../src/core/headers.ts'
import type {
  Cassette,
  Interaction,
  RecordedRequest,
  RecordedResponse,
} from '../../src/core/model.ts'

const pieces = String.raw`
a Bc é ß 日本 😀 0 1 42 null true no y # : :| - -| ? ?| | > " ' '' \ { } [ ] , & * ! % @ ~ = . --- ... << _ + /
`
  .trim()
  .split(/\s/)
  .map((piece) => (piece.length > 1 ? piece.replace('|', ' ') : piece))

const invisible = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '\u0085',
  '\u00a0',
  '\u2003',
  '\u2028',
  '\u2029',
  '\ufeff',
].concat(['\0', '\x1b', '\x7f', '\ufffd', '\ufffe', '`'])

const meaningful = `
~ null True yes NO on y << .nan -.Inf 12:30 -1:20 1:60 0 -1 +1 007 08 1_000 0x1F 0o7 0o-7 0b1 1e3 1e999 .5 . 1.
2023-06-01 2023-02-30 2023-06-01_12:30:45 2023-06-01T12:30:45Z 2023-6-1t1:2:3.5+01:00 0x1FFFFFFFFFFFFFFFF
-0x8000000000000000 18446744073709551615 -9223372036854775809
`
  .split(/\s/)
  .map((word) => word.replace('01_12', '01 12'))

const anyPiece = constantFrom(...pieces, ...invisible)

const awkward = oneof(
  { weight: 4, arbitrary: array(anyPiece, { maxLength: 8 }) },
  { weight: 1, arbitrary: array(anyPiece, { maxLength: 60 }) },
)

/** Texts that are not UTF-8, as a cassette keeps them. */
const bytesText = uint8Array({ maxLength: 90 }).map(keptBytes)

/** Texts that YAML has trouble with. */
export const awkwardText: Arbitrary<string> = oneof(
  { weight: 5, arbitrary: awkward.map((list) => list.join('')) },
  { weight: 2, arbitrary: constantFrom(...meaningful) },
  { weight: 1, arbitrary: string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 1, arbitrary: lorem({ mode: 'sentences', maxCount: 4 }) },
  { weight: 1, arbitrary: json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: bytesText },
)

/** Texts that we write exactly as the newest go-yaml does: raw line separators, which only Go reads, are escaped by us. */
export const tameText: Arbitrary<string> = awkwardText.filter(
  (text) => !/[\u2028\u2029]/.test(text),
)

/** Bodies: texts, and bytes that are no UTF-8. */
function bodyFrom(text: Arbitrary<string>): Arbitrary<Body> {
  return oneof(
    { weight: 5, arbitrary: text },
    { weight: 1, arbitrary: uint8Array({ maxLength: 150 }).map(bodyOf).filter(isBytes) },
  )
}

// By chance bytes are UTF-8, and may be of the texts that Go cannot read back.
const isBytes = (body: Body) => typeof body !== 'string'

const unordered = /\d{19}|[\u{2ebf0}-\u{2ee5d}]/u

function mapOf(text: Arbitrary<string>): Arbitrary<HeaderMap> {
  const key = oneof(
    { weight: 3, arbitrary: constantFrom('Accept', 'X-A', 'X-A2', 'X-A10', 'x-a', '__proto__') },
    // Beyond int64 Go's comparison is no order: what it makes of it is an accident. So is which of the latest letters it
    // knows for letters.
    {
      weight: 1,
      arbitrary: text.filter((key) => !unordered.test(key) && bytesIn(key) === undefined),
    },
    { weight: 1, arbitrary: integer({ min: 0, max: 120 }).map(String) },
  )
  const entry = tuple(key, array(text, { maxLength: 3 }))
  return array(entry, { maxLength: 5 }).map((entries) => {
    const map = newHeaders()
    for (const [name, values] of entries) map[name] = values
    return map
  })
}

const anyInteger = oneof(constantFrom(0, -1, 1), maxSafeInteger())

function requestFrom(text: Arbitrary<string>): Arbitrary<RecordedRequest> {
  return record({
    proto: text,
    protoMajor: anyInteger,
    protoMinor: anyInteger,
    contentLength: anyInteger,
    transferEncoding: array(text, { maxLength: 2 }),
    trailer: mapOf(text),
    host: text,
    remoteAddr: text,
    requestUri: text,
    body: bodyFrom(text),
    form: mapOf(text),
    headers: mapOf(text),
    url: text,
    method: text,
  })
}

const chunk = record({ bytes: nat(), at: maxSafeInteger().map(Math.abs) })

function responseFrom(text: Arbitrary<string>): Arbitrary<RecordedResponse> {
  return record(
    {
      proto: text,
      protoMajor: anyInteger,
      protoMinor: anyInteger,
      transferEncoding: array(text, { maxLength: 2 }),
      trailer: mapOf(text),
      contentLength: anyInteger,
      uncompressed: boolean(),
      body: bodyFrom(text),
      headers: mapOf(text),
      status: text,
      code: anyInteger,
      duration: anyInteger,
      chunks: array(chunk, { minLength: 1, maxLength: 4 }),
      error: text.filter((code) => code !== ''),
    },
    {
      requiredKeys: [
        ...(['proto', 'protoMajor', 'protoMinor', 'transferEncoding', 'trailer'] as const),
        ...([
          'contentLength',
          'uncompressed',
          'body',
          'headers',
          'status',
          'code',
          'duration',
        ] as const),
      ],
      noNullPrototype: true,
    },
  )
}

/** Cassettes made of such texts. */
export function cassetteFrom(text: Arbitrary<string>): Arbitrary<Cassette> {
  const interaction: Arbitrary<Interaction> = record({
    id: nat(),
    request: requestFrom(text),
    response: responseFrom(text),
  })
  return array(interaction, { maxLength: 3 }).map((list) => ({ version: 2, interactions: list }))
}

/** Every dialect. */
export const anyDialect: Arbitrary<Dialect> = record({
  indent: integer({ min: 2, max: 9 }),
  isCompact: boolean(),
  width: constantFrom(Infinity, 80),
  writesEmpty: boolean(),
  goYaml: constantFrom<GoYaml>('v3', 'rc.1', 'rc.2', 'rc.3', 'rc.4', 'rc.5', 'v4', 'v4-single'),
})
