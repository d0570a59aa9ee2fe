import { forEachRun, shortestRun } from './runs.ts'
import type { Shape } from './shapes.ts'
import { noSpans, type Span } from '../span.ts'

/** Finds the secrets of a table of shapes in a text: sorted, not overlapping. */
export type ShapeScan = (text: string) => readonly Span[]

interface Start {
  readonly shape: Shape
  readonly literal: string
}

const lookBack = 64
const shortestInner = 40
// A shape that has read so much of a run in vain is not tried in it again: no text takes more than linear time.
const longRun = 300

/**
 * Compiles a table of shapes into one scan.
 *
 * Tokens are long, so it looks at runs of 15 token characters and more only, and there at the beginnings of words.
 */
export function createShapeScan(shapes: readonly Shape[]): ShapeScan {
  // Made for the first text that is long enough: what replays may never see one.
  let made: Starts | undefined
  const starts = (): Starts =>
    (made ??= createStarts(shapes.filter((shape) => shape.isInner !== true)))
  const inner = shapes.filter((shape) => shape.isInner === true)
  return (text) => {
    if (text.length < shortestRun) return noSpans
    const spans: Span[] = []
    forEachRun(text, (start, end) => {
      const from = Math.max(start, spans.at(-1)?.end ?? 0)
      const before = spans.length
      scanWords(text, from, end, starts(), spans)
      if (spans.length > before || end - from < shortestInner) return
      const span = innerSpan(text, from, end, inner)
      if (span !== undefined) spans.push(span)
    })
    return spans.length === 0 ? noSpans : spans
  }
}

/** The beginnings that a word may have, by its first two letters. */
interface Starts {
  readonly isKnown: Uint8Array
  readonly byPair: ReadonlyMap<number, readonly Start[]>
}

function createStarts(shapes: readonly Shape[]): Starts {
  const starts = shapes.flatMap((shape) => shape.starts.map((literal) => ({ shape, literal })))
  const byPair = new Map<number, Start[]>()
  const isKnown = new Uint8Array(1 << 14)
  for (const start of starts.sort((a, b) => b.literal.length - a.literal.length)) {
    const pair = pairAt(start.literal, 0)
    isKnown[pair] = 1
    byPair.set(pair, [...(byPair.get(pair) ?? []), start])
  }
  return { isKnown, byPair }
}

// A run is ASCII. What stands behind it may be no token, and then is no pair of any literal.
function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) << 7) | (text.charCodeAt(at + 1) & 127)
}

/** Tries the shapes at every beginning of a word in a run. */
function scanWords(
  text: string,
  from: number,
  end: number,
  { isKnown, byPair }: Starts,
  spans: Span[],
): void {
  const tired = end - from > longRun ? new Set<Shape>() : undefined
  let at = wordStart(text, from)
  while (at < end) {
    const pair = pairAt(text, at)
    const starts = isKnown[pair] === 1 ? byPair.get(pair) : undefined
    const span = starts && firstSpan(text, at, starts, tired)
    if (span !== undefined) spans.push(span)
    at = nextWord(text, span?.end ?? at, end)
  }
}

function firstSpan(
  text: string,
  at: number,
  starts: readonly Start[],
  tired: Set<Shape> | undefined,
): Span | undefined {
  for (const { shape, literal } of starts) {
    if (tired?.has(shape) || !text.startsWith(literal, at)) continue
    const span = spanAt(text, at, literal, shape)
    if (span !== undefined) return span
    tired?.add(shape)
  }
  return undefined
}

function spanAt(text: string, at: number, literal: string, shape: Shape): Span | undefined {
  const { rest } = shape
  rest.lastIndex = at + literal.length
  const match = rest.exec(text)
  if (match === null) return undefined
  const end = rest.lastIndex
  const start = match[1] === undefined ? startOf(text, at, shape) : end - match[1].length
  if (start === undefined || shape.accepts?.(text.slice(start, end)) === false) return undefined
  return { start, end, rule: shape.id }
}

function startOf(text: string, at: number, { before }: Shape): number | undefined {
  if (before === undefined) return at
  const found = before.exec(text.slice(Math.max(0, at - lookBack), at))
  return found === null ? undefined : at - found[0].length
}

function innerSpan(
  text: string,
  from: number,
  end: number,
  shapes: readonly Shape[],
): Span | undefined {
  const run = text.slice(from, end)
  for (const shape of shapes) {
    for (const literal of shape.starts) {
      const at = run.indexOf(literal)
      const span = at === -1 ? undefined : spanAt(text, from + at, literal, shape)
      if (span !== undefined) return span
    }
  }
  return undefined
}

/** Where the word of a run begins: the letters and digits of an escape before it are none of it. */
function wordStart(text: string, at: number): number {
  const before = text.charCodeAt(at - 1)
  if (before === percent) return at + 2
  if (before !== backslash) return at
  return at + (text[at] === 'u' ? 5 : 1)
}

function nextWord(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit === hyphen || unit === dot || unit === tilde) return at + 1
  }
  return end
}

const percent = 0x25
const hyphen = 0x2d
const dot = 0x2e
const backslash = 0x5c
const tilde = 0x7e
