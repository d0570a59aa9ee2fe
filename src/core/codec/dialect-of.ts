import type { Cassette, Interaction } from '../model.ts'
import { columnsOf, indentations } from './columns.ts'
import { seedDialect, type Dialect, type GoYaml } from './dialect.ts'
import { writeInteraction } from './emit.ts'
import { originOf, sourceOf, type Source, type SourceLines } from './origin.ts'

/** The dialect of a cassette, and what was written to find it. */
export interface Detected {
  readonly dialect: Dialect
  /** Of the first interactions those that the dialect writes as they stand in the file, and how that is. */
  readonly written: ReadonlyMap<Interaction, Uint8Array>
}

/**
 * The dialect a cassette was read in, that of the seed for a new one.
 *
 * Indentation and empty fields show in the first interaction. Folding and quoting show in rare strings only: the first
 * variant is taken that writes most of the first interactions as they stand, or where none does most lines of the first.
 */
export function dialectOf(cassette: Cassette): Dialect {
  return detectDialect(cassette).dialect
}

/** Finds the dialect of a cassette as {@link dialectOf} does, for one that is to be written in it. */
export function detectDialect(cassette: Cassette): Detected {
  const source = sourceOf(cassette)
  if (source?.version !== 2 || source.lines === undefined) return undetected
  const samples = samplesOf(cassette, source, source.lines)
  let dialect = layoutOf(source, source.lines)
  let fitting: readonly Sample[] = []
  for (const variant of variantsOf(dialect)) {
    const these = samples.filter((sample) => fits(sample, variant))
    if (these.length > fitting.length) {
      dialect = variant
      fitting = these
    }
    if (fitting.length === samples.length) break
  }
  if (fitting.length === 0) dialect = nearest(dialect, samples)
  const whole = fitting.filter(({ isWhole }) => isWhole)
  return { dialect, written: new Map(whole.map(({ interaction, bytes }) => [interaction, bytes])) }
}

const undetected: Detected = { dialect: seedDialect, written: new Map() }

// From those most often met to the rarest.
const goYamls: readonly GoYaml[] = [
  'rc.3',
  'rc.5',
  'v4',
  'v4-single',
  'v3',
  'rc.1',
  'rc.2',
  'rc.4',
  'goccy',
]

function variantsOf(layout: Dialect): readonly Dialect[] {
  const variants = goYamls.map((goYaml) => ({ ...layout, goYaml }))
  const folding: GoYaml[] = ['v4', 'v4-single', 'rc.5', 'rc.3']
  return [...variants, ...folding.map((goYaml) => ({ ...layout, goYaml, width: 80 }))]
}

// An edit by hand, or what is written otherwise on purpose, is in a few lines.
function nearest(layout: Dialect, [sample]: readonly Sample[]): Dialect {
  if (sample === undefined) return layout
  const lines = new Set(sample.text.split('\n'))
  let best = layout
  let most = 0
  for (const variant of variantsOf(layout)) {
    const shared = beginningOf(sample, variant)
      .split('\n')
      .filter((line) => lines.has(line)).length
    if (shared > most) {
      best = variant
      most = shared
    }
  }
  return best
}

// As much as there is of the sample.
function beginningOf({ interaction, text }: Sample, dialect: Dialect): string {
  let written = ''
  writeWhile(interaction, dialect, (piece) => {
    written += piece
    return written.length <= text.length
  })
  return written
}

const enoughBytes = 1 << 16
const mostOfOne = 1 << 18

interface Sample {
  readonly interaction: Interaction
  readonly bytes: Uint8Array
  /** What the bytes say, of a great many only the first lines. */
  readonly text: string
  readonly isWhole: boolean
}

function samplesOf(cassette: Cassette, source: Source, lines: SourceLines): readonly Sample[] {
  const samples: Sample[] = []
  let length = 0
  for (const interaction of cassette.interactions) {
    const origin = originOf(interaction)
    if (origin?.source !== source) continue
    const end = lines.starts[origin.index + 1] ?? lines.end
    const bytes = source.bytes.subarray(lines.starts[origin.index], end)
    const isWhole = bytes.length <= mostOfOne
    const shown = isWhole ? bytes : bytes.subarray(0, bytes.lastIndexOf(lineFeed, mostOfOne) + 1)
    samples.push({ interaction, bytes, text: decoder.decode(shown), isWhole })
    length += bytes.length
    if (length > enoughBytes) break
  }
  return samples
}

function fits({ interaction, text, isWhole }: Sample, dialect: Dialect): boolean {
  let at = 0
  let isBeginning = false
  const isWritten = writeWhile(interaction, dialect, (here) => {
    const there = text.slice(at, at + here.length)
    at += there.length
    isBeginning = !isWhole && here.startsWith(there)
    return there === here
  })
  return isWritten ? at === text.length : isBeginning
}

// Thrown to stop writing.
const stopped = new Error('stopped')

/** Writes an interaction while it is wanted. Tells whether it was written to its end. */
function writeWhile(
  interaction: Interaction,
  dialect: Dialect,
  isWanted: (piece: string) => boolean,
): boolean {
  try {
    writeInteraction(interaction, dialect, (piece) => {
      if (!isWanted(typeof piece === 'string' ? piece : decoder.decode(piece))) throw stopped
    })
    return true
  } catch (error) {
    if (error === stopped) return false
    throw error
  }
}

const lineFeed = 10
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const emptyField =
  /^ +(?:transfer_encoding: \[\]|trailer: \{\}|remote_addr: ""|request_uri: ""|uncompressed: false)$/m
// Empty fields stand before the first body.
const shownIn = 1 << 12

function layoutOf(source: Source, { itemColumn, starts, end }: SourceLines): Dialect {
  const until = Math.min(starts[1] ?? end, (starts[0] as number) + shownIn)
  const text = decoder.decode(source.bytes.subarray(starts[0], until))
  const [, field = ''] = /^[ -]*request:[ \r]*\n( *)/m.exec(text) ?? []
  const writesEmpty = emptyField.test(text)
  return { ...seedDialect, ...indentationOf(itemColumn, field.length), writesEmpty }
}

function indentationOf(item: number, field: number): Pick<Dialect, 'indent' | 'isCompact'> {
  const sameItem = indentations.filter((it) => columnsOf(it).item.length === item)
  return sameItem.find((it) => columnsOf(it).field.length === field) ?? sameItem[0] ?? seedDialect
}
