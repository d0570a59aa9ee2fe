import type { Cassette, Interaction, RecordedRequest, RecordedResponse } from '../model.ts'

/** The bytes a cassette was read from. */
export interface Source {
  /** Its lines end with LF here, whatever they end with in the file. */
  readonly bytes: Uint8Array
  /** Whether all of them end with CR LF in the file. */
  readonly hasReturns: boolean
  /** The version the file says. */
  readonly version: number
  /** Whether the scanner read it, and not the general reader. */
  readonly isCanonical: boolean
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
  /** Where the lines of one end. What stands between them and the next, such as a comment, is nobody's. */
  endOf(index: number): number
}

/** What a request asks for. */
export type RequestLine = Pick<RecordedRequest, 'method' | 'url'>

/** What is usually compared of a request. */
export type RequestParts = RequestLine & Pick<RecordedRequest, 'headers' | 'body' | 'contentLength'>

/** Where an interaction was read from. */
export interface Origin {
  readonly source: Source
  readonly index: number
  /** What the request asks for, where nobody has asked for the request yet and this can be read without it. */
  requestLine?(): RequestLine | undefined
  /** What is usually compared of the request, likewise. */
  requestParts?(): RequestParts | undefined
  /** The method of the request, likewise. */
  requestMethod?(): string | undefined
  /** What is played of the response the first time, where nobody has asked for the response yet. */
  responseOnce?(interaction: Interaction): RecordedResponse | undefined
  /** Whether the interaction no longer is what was read: a field was set since. */
  isChanged(interaction: Interaction): boolean
}

// Properties nobody sees: not copied, compared or printed. (A WeakMap would do, if collecting its garbage did not take
// longer than reading the file.)
const sourceKey: unique symbol = Symbol('source')
const originKey: unique symbol = Symbol('origin')

interface HasSource {
  readonly [sourceKey]?: Source
}

interface HasOrigin {
  readonly [originKey]?: Origin
}

/** Remembers what a cassette was read from. */
export function rememberSource(cassette: Cassette, source: Source): void {
  Object.defineProperty(cassette, sourceKey, { value: source })
}

/** Remembers where an interaction was read from. */
export function rememberOrigin(interaction: Interaction, origin: Origin): void {
  Object.defineProperty(interaction, originKey, { value: origin })
}

/** Where an interaction was read from. Nothing for one that was made. */
export function originOf(interaction: Interaction & HasOrigin): Origin | undefined {
  return interaction[originKey]
}

/** What the request of an interaction asks for: of one that nobody has asked for, no more is read than that. */
export function requestLineOf(interaction: Interaction): RequestLine {
  return originOf(interaction)?.requestLine?.() ?? interaction.request
}

/**
 * What is usually compared of a request. Of one that nobody has asked for, no more is read than is looked at, and it is
 * forgotten: a request that is kept for every answer that was played would be what fills the memory.
 */
export function requestPartsOf(interaction: Interaction): RequestParts {
  return originOf(interaction)?.requestParts?.() ?? interaction.request
}

/** The method of an interaction's request: of one that nobody has asked for, nothing else is read. */
export function requestMethodOf(interaction: Interaction): string {
  return originOf(interaction)?.requestMethod?.() ?? interaction.request.method
}

/**
 * The response of an interaction, to be played. Of one that nobody has asked for, only what is looked at is read, and it is
 * forgotten when it was played: most are played once. From the second time on it is the interaction's own.
 */
export function responseToPlay(interaction: Interaction): RecordedResponse {
  return originOf(interaction)?.responseOnce?.(interaction) ?? interaction.response
}

/** What a cassette was read from, also where it is a copy that shares interactions with the one that was read. */
export function sourceOf(cassette: Cassette & HasSource): Source | undefined {
  const source = cassette[sourceKey]
  if (source !== undefined) return source
  for (const interaction of cassette.interactions) {
    const origin = originOf(interaction)
    if (origin !== undefined) return origin.source
  }
  return undefined
}
