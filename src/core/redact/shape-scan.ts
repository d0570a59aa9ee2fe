import type { Shape } from './shapes.ts'
import { noSpans, type Span } from './span.ts'

/** Finds the secrets of a table of shapes in a text: sorted, not overlapping. */
export type ShapeScan = (text: string) => readonly Span[]

interface Candidate {
  readonly shape: Shape
  readonly startLength: number
}

// A run of word characters this long is tried once by each shape that may read it to its end.
const longRun = 300
const run = new RegExp(`[\\w-]{${longRun},}`, 'y')
const lookBack = 64

/**
 * Compiles a table of shapes into one scan.
 *
 * One regular expression of all literal beginnings looks for places worth a closer look; most texts have none.
 */
export function createShapeScan(shapes: readonly Shape[]): ShapeScan {
  const literals = [...new Set(shapes.flatMap((shape) => shape.starts))].sort(
    (a, b) => b.length - a.length,
  )
  const candidates = new Map(literals.map((literal) => [literal, candidatesOf(literal, shapes)]))
  const prefilter = new RegExp(literals.map(escapeSource).join('|') || '(?!)', 'g')
  return (text) => {
    prefilter.lastIndex = 0
    let hit = prefilter.exec(text)
    if (hit === null) return noSpans
    const spans: Span[] = []
    const tired = new Map<Shape, number>()
    while (hit !== null) {
      const at = hit.index
      const span = firstSpan(text, at, candidates.get(hit[0]) ?? [], tired)
      if (span !== undefined) spans.push(span)
      prefilter.lastIndex = Math.max(at + 1, span?.end ?? 0)
      hit = prefilter.exec(text)
    }
    return spans
  }
}

function candidatesOf(literal: string, shapes: readonly Shape[]): readonly Candidate[] {
  return shapes
    .flatMap((shape) => shape.starts.map((start) => ({ shape, start })))
    .filter(({ start }) => literal.startsWith(start))
    .sort((a, b) => b.start.length - a.start.length)
    .map(({ shape, start }) => ({ shape, startLength: start.length }))
}

function firstSpan(
  text: string,
  at: number,
  candidates: readonly Candidate[],
  tired: Map<Shape, number>,
): Span | undefined {
  for (const { shape, startLength } of candidates) {
    if (at < (tired.get(shape) ?? 0)) continue
    const span = spanAt(text, at, startLength, shape)
    if (span !== undefined) return span
    run.lastIndex = at
    if (run.test(text)) tired.set(shape, run.lastIndex)
  }
  return undefined
}

function spanAt(text: string, at: number, startLength: number, shape: Shape): Span | undefined {
  if (shape.isInner !== true && !isWordStart(text, at)) return undefined
  const { rest } = shape
  rest.lastIndex = at + startLength
  const match = rest.exec(text)
  if (match === null) return undefined
  const end = rest.lastIndex
  const start = match[1] === undefined ? startOf(text, at, shape) : end - match[1].length
  if (start === undefined) return undefined
  if (shape.accepts?.(text.slice(start, end)) === false) return undefined
  return { start, end, rule: shape.id, ...(shape.form && { form: shape.form }) }
}

function startOf(text: string, at: number, shape: Shape): number | undefined {
  if (shape.before === undefined) return at
  const before = shape.before.exec(text.slice(Math.max(0, at - lookBack), at))
  return before === null ? undefined : at - before[0].length
}

/**
 * Whether nothing that belongs to a word stands before a place.
 *
 * The end of an escape (`\n`, `\u0026`, `%3D`) is no part of a word, though a letter or digit by itself.
 */
function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true
  const before = text.charCodeAt(at - 1)
  if (!isWordUnit(before)) return true
  if (text[at - 2] === '\\') return 'nrtbf'.includes(text[at - 1] ?? '')
  return text[at - 3] === '%' || (text[at - 5] === 'u' && text[at - 6] === '\\')
}

function isWordUnit(unit: number): boolean {
  return (
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x41 && unit <= 0x5a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    unit === 0x5f
  )
}

function escapeSource(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
