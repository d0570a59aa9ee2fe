import type { Cassette, Interaction } from '../model.ts'

/** The bytes a cassette was read from. */
export interface Source {
  readonly bytes: Uint8Array
  /** The version the file says. */
  readonly version: number
  /** How many interactions it has. */
  readonly count: number
  /** Where its interactions stand, nothing where they have no lines of their own (as in a JSON file). */
  readonly lines: SourceLines | undefined
}

/** Where the lines of interactions begin and end, as offsets of bytes. */
export interface SourceLines {
  /** The column of the `- ` they begin with. */
  readonly itemColumn: number
  readonly starts: readonly number[]
  /** Where the lines of the last one end. */
  readonly end: number
}

/** Where an interaction was read from. */
export interface Origin {
  readonly source: Source
  readonly index: number
  /** Whether it no longer is what was read: a field was set since. */
  isChanged(): boolean
}

const sources = new WeakMap<Cassette, Source>()
const origins = new WeakMap<Interaction, Origin>()

/** Remembers what a cassette was read from. */
export function rememberSource(cassette: Cassette, source: Source): void {
  sources.set(cassette, source)
}

/** Remembers where an interaction was read from. */
export function rememberOrigin(interaction: Interaction, origin: Origin): void {
  origins.set(interaction, origin)
}

/** Where an interaction was read from. Nothing for one that was made. */
export function originOf(interaction: Interaction): Origin | undefined {
  return origins.get(interaction)
}

/** What a cassette was read from, also where it is a copy that shares interactions with the one that was read. */
export function sourceOf(cassette: Cassette): Source | undefined {
  const source = sources.get(cassette)
  if (source !== undefined) return source
  for (const interaction of cassette.interactions) {
    const origin = origins.get(interaction)
    if (origin !== undefined) return origin.source
  }
  return undefined
}
