import type { Cassette, Interaction, RecordedRequest, RecordedResponse } from '../../model.ts'
import { copyOf, isSame } from '../copy.ts'
import { withDefaults } from '../defaults.ts'
import { requestFields, responseFields, type Field } from '../fields.ts'
import { migrate } from '../migrate.ts'
import { rememberOrigin, rememberSource, type Source } from '../origin.ts'
import { composeFirst } from './compose.ts'
import { convertField, integerOf, plainText } from './convert.ts'
import { foreignHint, foreignMaker } from './foreign.ts'
import { entriesOf, isNull, itemsOf, scalarOf, type Context, type Entry } from './nodes.ts'
import type { SourceText } from '../source-text.ts'
import { linesOf } from './places.ts'
import type { Yaml } from './yaml.ts'

/** A file to read: its text without byte order mark, and its bytes. */
export interface GeneralInput {
  readonly text: string
  readonly bytes: Uint8Array
  /** Whether its lines end with CR LF, and not as they do here. */
  readonly hasReturns: boolean
  /** What to call it in errors. */
  readonly file: string | undefined
}

const noCassette = 'Is it a cassette of go-vcr or wiretape?'

/**
 * Reads any cassette, in whatever YAML it is written.
 *
 * Throws a `CassetteFormatError` where it is no YAML, no cassette, or says what a cassette cannot hold.
 */
export function readGeneral({ text, bytes, hasReturns, file }: GeneralInput, yaml: Yaml): Cassette {
  const { context, document } = composeFirst(text, file, yaml)
  const { source } = context
  const node = document?.contents ?? null
  const root: Entry = { key: 'cassette', node, at: node?.range[0] ?? 0 }
  if (isNull(node)) return source.fail('there is nothing in it.', 0, noCassette)
  const maker = foreignMaker(node, yaml)
  if (maker !== undefined) source.fail(`it is a recording of ${maker}.`, 0, foreignHint)
  if (!yaml.isMap(node)) return failWithoutKeys(text, yaml.isSeq(node), source)
  const entries = entriesOf(root, context)
  const version = versionOf(entries, context)
  const list = required(entries, 'interactions', root, context)
  const interactions = itemsOf(list, context).map((item) => interactionOf(item, version, context))
  const lines = linesOf(list.node, source.text, bytes)
  const count = interactions.length
  return remember(interactions, {
    bytes,
    hasReturns,
    version,
    isCanonical: false,
    count,
    lines,
  })
}

function failWithoutKeys(text: string, isList: boolean, source: SourceText): never {
  if (text.startsWith('version https://git-lfs')) {
    return source.fail('it is a pointer of Git LFS.', 0, 'Fetch the cassette itself: git lfs pull')
  }
  return source.fail(
    `it is ${isList ? 'a list' : 'just text'}, and a cassette is a map.`,
    0,
    noCassette,
  )
}

function remember(interactions: readonly Interaction[], source: Source): Cassette {
  interactions.forEach((interaction, index) => {
    const asRead = copyOf(interaction)
    rememberOrigin(interaction, { source, index, isChanged: (now) => !isSame(now, asRead) })
  })
  const cassette: Cassette = { version: 2, interactions }
  rememberSource(cassette, source)
  return cassette
}

type Entries = ReadonlyMap<string, Entry>

function versionOf(entries: Entries, context: Context): number {
  const entry = required(entries, 'version', { at: 0 }, context)
  const version = plainText(entry, context) === undefined ? undefined : integerOf(entry, context)
  if (version === 1 || version === 2) return version
  return context.source.failVersion(JSON.stringify(scalarOf(entry, context).value), entry.at)
}

function required(
  entries: Entries,
  key: string,
  parent: Pick<Entry, 'at'>,
  context: Context,
): Entry {
  return entries.get(key) ?? context.source.fail(`there is no "${key}".`, parent.at, noCassette)
}

function interactionOf(item: Entry, version: number, context: Context): Interaction {
  const entries = entriesOf({ ...item, key: 'interaction' }, context)
  const inRequest = entriesOf(required(entries, 'request', item, context), context)
  const inResponse = entriesOf(required(entries, 'response', item, context), context)
  // Pre-releases of version 2 have the id in the request.
  const id = entries.get('id') ?? inRequest.get('id')
  const request = sideOf(requestFields, inRequest, context) as unknown as RecordedRequest
  const response = sideOf(responseFields, inResponse, context) as unknown as RecordedResponse
  if (version === 1) {
    migrate(request)
    migrate(response)
  }
  return { id: id === undefined ? 0 : integerOf(id, context), request, response }
}

function sideOf(
  fields: readonly Field[],
  entries: Entries,
  context: Context,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    const entry = entries.get(field.key)
    if (entry !== undefined) values[field.name] = convertField(field, entry, context)
  }
  return withDefaults(fields, values)
}
