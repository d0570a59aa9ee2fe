/**
 * How a placeholder stands where a span was cut: as text, so that it needs no escape in a URL or form,
 * with quotes of its own (it replaces a JSON number), or not at all.
 */
export type SpanForm = 'text' | 'url' | 'quoted' | 'removed'

/** A part of a text that is secret: offsets in UTF-16 units, `end` behind the last. */
export interface Span {
  readonly start: number
  readonly end: number
  /** What found it: the id of a shape, or the place (`json`, `query`, `form`, `env`, ...). */
  readonly rule: string
  /** `'text'` where absent. */
  readonly form?: SpanForm
  /** The secret without the escapes of its place, where the cut text alone does not say it. */
  readonly secret?: string
}

/** A replacement of a part of a text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** No spans: shared, so that the common case costs nothing. */
export const noSpans: readonly Span[] = []

/** All spans of some lists, united. Most often there are none, and nothing is made. */
export function uniteAll(...lists: readonly (readonly Span[])[]): readonly Span[] {
  const found = lists.filter(({ length }) => length > 0)
  return unite(found.length > 1 ? found.flat() : (found[0] ?? noSpans))
}

/** Sorted and without overlaps: what overlaps becomes one span under the rule of the longest. */
export function unite(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans
  const united: Span[] = []
  for (const span of [...spans].sort(byPlace)) {
    const last = united.at(-1)
    if (last !== undefined && span.start < last.end) united[united.length - 1] = merge(last, span)
    else united.push(span)
  }
  return united
}

// Of equal spans the first stays, but a place or a shape says more than that the value is known.
function byPlace(a: Span, b: Span): number {
  return (
    a.start - b.start || b.end - a.end || Number(a.rule === 'known') - Number(b.rule === 'known')
  )
}

function merge(first: Span, second: Span): Span {
  if (second.end <= first.end) return first
  const longest = second.end - second.start > first.end - first.start ? second : first
  const { secret: _cutShort, ...rest } = longest
  return { ...rest, start: first.start, end: second.end }
}

/** The text with each edit done. Edits are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  let result = ''
  let from = 0
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.replacement
    from = edit.end
  }
  return result + text.slice(from)
}
