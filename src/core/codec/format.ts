import type { Cassette } from '../model.ts'
import type { Dialect } from './dialect.ts'
import { stringifyCassette } from './write.ts'

/** The cassette in canonical form: every interaction written from its values, and numbered in order. */
export function formatCassette(cassette: Cassette, dialect?: Dialect): Uint8Array {
  const interactions = cassette.interactions.map((interaction, id) => ({
    id,
    request: interaction.request,
    response: interaction.response,
  }))
  // The dialect is that of the file, which the copies do not know.
  const options = { reuseSource: false, ...(dialect === undefined ? {} : { dialect }) }
  return stringifyCassette({ ...cassette, interactions }, options)
}

/** The first line in which a file differs from its canonical form. */
export interface LineDifference {
  /** Counts from 1. */
  readonly line: number
  readonly column: number
  readonly actual: string
  readonly canonical: string
}

/** Where a file first differs from its canonical form. Nothing where it is canonical. */
export function differenceFrom(
  actual: Uint8Array,
  canonical: Uint8Array,
): LineDifference | undefined {
  const [left, right] = [actual, canonical].map((bytes) => decoder.decode(bytes).split('\n'))
  const actualLines = left as string[]
  const canonicalLines = right as string[]
  const index = actualLines.findIndex((line, at) => line !== canonicalLines[at])
  const at = index < 0 ? actualLines.length : index
  if (index < 0 && actualLines.length === canonicalLines.length) return undefined
  const there = actualLines[at] ?? ''
  const wanted = canonicalLines[at] ?? ''
  return { line: at + 1, column: columnOf(there, wanted), actual: there, canonical: wanted }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function columnOf(actual: string, canonical: string): number {
  let column = 0
  while (column < actual.length && actual[column] === canonical[column]) column++
  return column + 1
}
