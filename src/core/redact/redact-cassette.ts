import { joinBytes } from '../codec/byte-sink.ts'
import { isSame } from '../codec/copy.ts'
import { dialectOf } from '../codec/dialect-of.ts'
import { emitInteraction } from '../codec/emit.ts'
import { endedAs } from '../codec/line-ends.ts'
import { sourceOf } from '../codec/origin.ts'
import { stringifyCassette } from '../codec/write.ts'
import { headerValue } from '../headers.ts'
import type { Cassette, Interaction } from '../model.ts'
import { asItIs, type Decoded, redactRecorded } from './interaction.ts'
import { type LinesInFile, linesOf } from './locate.ts'
import { countBefore, partsOf } from './parts.ts'
import { type Patch, patchBlock } from './patch-block.ts'
import { createRedaction, editsFor, type Redaction } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { SourceBlock } from './source-block.ts'
import { type Vault, vaultOf } from './vault.ts'

/**
 * A cassette's file without the secrets in it: placeholders in their places, sizes mended, everything else byte for byte.
 *
 * Nothing where there is nothing to redact. `parse` reads the result before anybody else has to.
 *
 * @param decoded - Gives an interaction without the codings of its bodies. One that holds a secret stays without them.
 */
export function redactCassette(
  cassette: Cassette,
  rules: SecretRules,
  parse: (source: Uint8Array) => Cassette,
  decoded: Decoded = asItIs,
): Uint8Array | undefined {
  const vault = vaultOf(cassette)
  const redact = (interaction: Interaction): Interaction =>
    redactRecorded(interaction, rules, vault)
  const interactions = redactedInteractions(cassette, vault, (interaction) =>
    redact(withoutHiding(interaction, decoded(interaction), redact)),
  )
  const isUnchanged = interactions.every((after, index) => after === cassette.interactions[index])
  if (isUnchanged) return undefined
  const patched = patchedFile(cassette, interactions, createRedaction(rules, vault, true))
  if (patched !== undefined && says(patched, interactions, parse)) return patched
  return stringifyCassette({ ...cassette, interactions })
}

/** An interaction without the codings of those bodies in which they hide a secret. */
function withoutHiding(
  interaction: Interaction,
  decoded: Interaction,
  redact: (interaction: Interaction) => Interaction,
): Interaction {
  if (decoded === interaction) return interaction
  const redacted = redact(decoded)
  const sideOf = <S extends 'request' | 'response'>(side: S): Interaction[S] =>
    redacted[side].body === decoded[side].body ? interaction[side] : decoded[side]
  const request = sideOf('request')
  const response = sideOf('response')
  const isSame = request === interaction.request && response === interaction.response
  return isSame ? interaction : { ...interaction, request, response }
}

function redactedInteractions(
  cassette: Cassette,
  vault: Vault,
  redact: (interaction: Interaction) => Interaction,
): readonly Interaction[] {
  let { interactions } = cassette
  let revision: number
  do {
    revision = vault.revision
    interactions = interactions.map(redact)
  } while (vault.revision !== revision)
  return interactions
}

function says(
  bytes: Uint8Array,
  interactions: readonly Interaction[],
  parse: (source: Uint8Array) => Cassette,
): boolean {
  try {
    const read = parse(bytes).interactions
    return read.every((one, index) => isSame(one, interactions[index] as Interaction))
  } catch {
    // What a patch has broken says nothing. It is written anew instead.
    return false
  }
}

/** The file with the changed interactions patched, or written anew where that does not go. */
function patchedFile(
  cassette: Cassette,
  interactions: readonly Interaction[],
  redaction: Redaction,
): Uint8Array | undefined {
  const pieces: Uint8Array[] = []
  let rest: Uint8Array | undefined
  let from = 0
  for (const [index, before] of cassette.interactions.entries()) {
    const after = interactions[index]
    if (after === undefined || after === before) continue
    const lines = linesOf(before)
    if (lines === undefined) return undefined
    const dialect = dialectOf(cassette)
    const block = patchedBlock(before, after, lines, redaction) ?? emitInteraction(after, dialect)
    pieces.push(lines.bytes.subarray(from, lines.start), block)
    from = lines.end
    rest = lines.bytes.subarray(from)
  }
  return rest && joinBytes([...endedAs(sourceOf(cassette), [...pieces, rest])])
}

const sides = ['request', 'response'] as const

function codingOf({ headers }: Interaction['request' | 'response']): string | undefined {
  return headerValue(headers, 'Content-Encoding')
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function patchedBlock(
  before: Interaction,
  after: Interaction,
  { bytes, start, end }: LinesInFile,
  redaction: Redaction,
): Uint8Array | undefined {
  if (!sides.every((side) => codingOf(before[side]) === codingOf(after[side]))) return undefined
  const block = new SourceBlock(decoder.decode(bytes.subarray(start, end)))
  const { chunks } = after.response
  const areResized = chunks !== before.response.chunks
  const patches = [...secretPatches(before, redaction), ...sizePatches(before, after)]
  const patched = patchBlock(block, patches, areResized ? chunks : undefined)
  return patched === undefined ? undefined : encoder.encode(patched)
}

function secretPatches(interaction: Interaction, redaction: Redaction): readonly Patch[] {
  return partsOf(interaction, redaction).flatMap((part) =>
    editsFor(part.text, part.spans, redaction).map(({ start, end, replacement }) => ({
      place: part.place,
      value: part.text.slice(start, end),
      nth: countBefore(part, { start, end }),
      replacement,
    })),
  )
}

function sizePatches(before: Interaction, after: Interaction): readonly Patch[] {
  return sides.flatMap((side) => [
    // An older file does not say it: it is read from the body.
    ...sizePatch(
      `${side}.contentLength`,
      before[side].contentLength,
      after[side].contentLength,
      true,
    ),
    ...sizePatch(
      `${side}.headers.Content-Length`,
      toldLength(before[side]),
      toldLength(after[side]),
      false,
    ),
  ])
}

function toldLength({ headers }: Interaction['request' | 'response']): string | undefined {
  return headerValue(headers, 'Content-Length')
}

function sizePatch<T>(place: string, before: T, after: T, isOptional: boolean): readonly Patch[] {
  if (before === after) return []
  return [{ place, value: String(before), nth: 0, replacement: String(after), isOptional }]
}
