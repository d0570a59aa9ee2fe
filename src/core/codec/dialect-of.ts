import type { Cassette, Interaction } from '../model.ts'
import { columnsOf } from './columns.ts'
import { seedDialect, type Dialect, type GoYaml } from './dialect.ts'
import { emitInteraction } from './emit.ts'
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
const goYamls: readonly GoYaml[] = ['rc.3', 'rc.5', 'v4', 'v3', 'rc.1', 'rc.2', 'rc.4']

function variantsOf(layout: Dialect): readonly Dialect[] {
  const unlimited = goYamls.map((goYaml) => ({ ...layout, goYaml }))
  return [...unlimited, ...unlimited.toReversed().map((dialect) => ({ ...dialect, width: 80 }))]
}

const enoughBytes = 1 << 18

interface Sample {
  readonly interaction: Interaction
  readonly bytes: Uint8Array
}

function samplesOf(cassette: Cassette, source: Source, lines: SourceLines): readonly Sample[] {
  const samples: Sample[] = []
  let length = 0
  for (const interaction of cassette.interactions) {
    const origin = originOf(interaction)
    if (origin?.source !== source || origin.isChanged(interaction)) continue
    const end = lines.starts[origin.index + 1] ?? lines.end
    const bytes = source.bytes.subarray(lines.starts[origin.index], end)
    samples.push({ interaction, bytes })
    length += bytes.length
    if (length > enoughBytes) break
  }
  return samples
}

function fits({ interaction, bytes }: Sample, dialect: Dialect): boolean {
  const emitted = emitInteraction(interaction, dialect)
  return emitted.length === bytes.length && emitted.every((byte, index) => byte === bytes[index])
}

const decoder = new TextDecoder()
const shownIn = 1 << 16

function layoutOf(source: Source, { itemColumn, starts, end }: SourceLines): Dialect {
  const until = Math.min(starts[1] ?? end, (starts[0] ?? 0) + shownIn)
  const text = decoder.decode(source.bytes.subarray(starts[0], until))
  const [, field = ''] = /^[ -]*request:[ \r]*\n( *)/m.exec(text) ?? []
  const writesEmpty = /^ +(?:transfer_encoding: \[\]|trailer: \{\}|remote_addr: "")$/m.test(text)
  return { ...seedDialect, ...indentationOf(itemColumn, field.length), writesEmpty }
}

function indentationOf(item: number, field: number): Pick<Dialect, 'indent' | 'isCompact'> {
  const possible = [2, 3, 4, 5, 6, 7, 8, 9].flatMap((indent) => [
    { indent, isCompact: true },
    { indent, isCompact: false },
  ])
  const sameItem = possible.filter((it) => columnsOf(it).item.length === item)
  return sameItem.find((it) => columnsOf(it).field.length === field) ?? sameItem[0] ?? seedDialect
}
