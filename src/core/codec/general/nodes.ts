import type { ParsedNode, Scalar } from 'yaml'
import { keptBytes } from '../../field-value.ts'
import type { SourceText } from '../source-text.ts'
import { binaryIn } from './binary.ts'
import { scalarText } from './scalar-text.ts'
import type { Yaml } from './yaml.ts'

/** What the reading of one file needs everywhere. */
export interface Context {
  readonly yaml: Yaml
  readonly source: SourceText
}

/** A value, and what to call it in an error. */
export interface Entry {
  /** The key it stands under. */
  readonly key: string
  readonly node: ParsedNode | null
  /** Where it stands. */
  readonly at: number
}

const standardTags =
  /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|binary|timestamp|map|seq))$/

const nullWords: ReadonlySet<unknown> = new Set(['', '~', 'null', 'Null', 'NULL'])

/** Whether there is nothing: no value, or a plain `null` or `~`. */
export function isNull(node: ParsedNode | null): boolean {
  if (node === null) return true
  return (
    'value' in node && node.type === 'PLAIN' && node.tag === undefined && nullWords.has(node.value)
  )
}

/** The entry's value as a scalar, whose text is as the file has it. */
export function scalarOf(
  entry: Entry,
  context: Context,
): Scalar<string> & { readonly tag?: string } {
  checkTag(entry, context)
  if (context.yaml.isScalar<string>(entry.node)) return entry.node
  return context.source.fail(`"${entry.key}" is not text.`, entry.at)
}

/** The items of a list. Nothing there is an empty list. */
export function itemsOf(entry: Entry, context: Context): readonly Entry[] {
  if (isNull(entry.node)) return []
  checkTag(entry, context)
  if (!context.yaml.isSeq<ParsedNode>(entry.node)) {
    return context.source.fail(`"${entry.key}" is not a list.`, entry.at)
  }
  return entry.node.items.map((node) => ({ key: entry.key, node, at: node.range[0] }))
}

/** The entries of a map by key. Nothing there is an empty map; a key twice is an error, as in Go. */
export function entriesOf(entry: Entry, context: Context): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  if (isNull(entry.node)) return entries
  checkTag(entry, context)
  if (!context.yaml.isMap<ParsedNode, ParsedNode | null>(entry.node)) {
    return context.source.fail(`"${entry.key}" is not a map.`, entry.at)
  }
  for (const { key: keyNode, value: node } of entry.node.items) {
    const at = keyNode.range[0]
    if (isNull(keyNode)) continue
    const scalar = scalarOf({ key: entry.key, node: keyNode, at }, context)
    const bytes = binaryIn(scalar, entry.key, at, context.source)
    const key = bytes === undefined ? scalarText(scalar, context.source) : keptBytes(bytes)
    if (key === '<<' && scalar.type === 'PLAIN') context.source.fail('merge keys are not read.', at)
    if (entries.has(key)) context.source.fail(`"${key}" stands here twice.`, at)
    entries.set(key, { key, node, at: node?.range[0] ?? at })
  }
  return entries
}

function checkTag({ node, at }: Entry, context: Context): void {
  const tag = node?.tag
  if (tag === undefined || standardTags.test(tag)) return
  // Ruby writes it, and reads it so. Go reads the base64 as text.
  const hint = tag === '!binary' ? 'Write it as !!binary.' : undefined
  context.source.fail(`the tag ${tag} is not known.`, at, hint)
}
