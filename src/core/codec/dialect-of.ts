import type { Cassette, Interaction } from '../model.ts'
import { columnsOf, indentations } from './columns.ts'
import { seedDialect, type Dialect, type GoYaml } from './dialect.ts'
import { writeInteraction } from './emit.ts'
import { originOf, sourceOf, type Source, type SourceLines } from './origin.ts'

/**
 * The dialect a cassette was read in, that of the seed for a new one.
 *
 * Indentation and empty fields show in the first interaction. Folding and quoting show in rare strings only: the first
 * variant is taken that writes most of the first interactions as they stand.
 */
export function dialectOf(cassette: Cassette): Dialect {
  const source = sourceOf(cassette)
  if (source?.version !== 2 || source.lines === undefined) return seedDialect
  const samples = samplesOf(cassette, source, source.lines)
  let best: Dialect = layoutOf(source, source.lines)
  let most = -1
  for (const variant of variantsOf(best)) {
    const { length } = samples.filter((sample) => fits(sample, variant))
    if (length > most) {
      best = variant
      most = length
    }
    if (most === samples.length) break
  }
  return best
}

// From those most often met to the rarest.
const goYamls: readonly GoYaml[] = ['rc.3', 'rc.5', 'v4', 'v3', 'rc.1', 'rc.2', 'rc.4', 'goccy']

function variantsOf(layout: Dialect): readonly Dialect[] {
  const variants = goYamls.map((goYaml) => ({ ...layout, goYaml }))
  const folding: GoYaml[] = ['v4', 'rc.5', 'rc.3']
  return [...variants, ...folding.map((goYaml) => ({ ...layout, goYaml, width: 80 }))]
}

const enoughBytes = 1 << 16

interface Sample {
  readonly interaction: Interaction
  readonly bytes: Uint8Array
}

function samplesOf(cassette: Cassette, source: Source, lines: SourceLines): readonly Sample[] {
  const samples: Sample[] = []
  let length = 0
  for (const interaction of cassette.interactions) {
    const origin = originOf(interaction)
    if (origin?.source !== source) continue
    const end = lines.starts[origin.index + 1] ?? lines.end
    const bytes = source.bytes.subarray(lines.starts[origin.index], end)
    samples.push({ interaction, bytes })
    length += bytes.length
    if (length > enoughBytes) break
  }
  return samples
}

// Thrown to stop writing where it differs from the file.
const different = new Error('different')
const comparedAtOnce = 4_096

function fits({ interaction, bytes }: Sample, dialect: Dialect): boolean {
  let at = 0
  let text = ''
  try {
    writeInteraction(interaction, dialect, (piece) => {
      text += piece
      if (text.length < comparedAtOnce) return
      at = endOfSame(text, bytes, at)
      text = ''
    })
    return endOfSame(text, bytes, at) === bytes.length
  } catch (error) {
    if (error === different) return false
    throw error
  }
}

function endOfSame(text: string, bytes: Uint8Array, start: number): number {
  const emitted = encoder.encode(text)
  for (let index = 0; index < emitted.length; index++) {
    if (emitted[index] !== bytes[start + index]) throw different
  }
  return start + emitted.length
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
// Empty fields stand before the first body.
const shownIn = 1 << 12

function layoutOf(source: Source, { itemColumn, starts, end }: SourceLines): Dialect {
  const until = Math.min(starts[1] ?? end, (starts[0] as number) + shownIn)
  const text = decoder.decode(source.bytes.subarray(starts[0], until))
  const [, field = ''] = /^[ -]*request:[ \r]*\n( *)/m.exec(text) ?? []
  const writesEmpty = /^ +(?:transfer_encoding: \[\]|trailer: \{\}|remote_addr: "")$/m.test(text)
  return { ...seedDialect, ...indentationOf(itemColumn, field.length), writesEmpty }
}

function indentationOf(item: number, field: number): Pick<Dialect, 'indent' | 'isCompact'> {
  const sameItem = indentations.filter((it) => columnsOf(it).item.length === item)
  return sameItem.find((it) => columnsOf(it).field.length === field) ?? sameItem[0] ?? seedDialect
}
