import { plainSecret } from './plain-secret.ts'
import type { Search } from './rules.ts'
import { noSpans, type Span } from './span.ts'

/** A string of a stream's event: a part of a longer text. Offsets without the quotes. */
export interface Piece {
  readonly key: string
  readonly start: number
  readonly end: number
}

/** The keys under which language models send their text, piece by piece. */
export const deltaKeys: ReadonlySet<string> = new Set([
  'arguments',
  'completion',
  'content',
  'delta',
  'generated_text',
  'input',
  'output',
  'outputText',
  'output_text',
  'partial_json',
  'reasoning',
  'reasoning_content',
  'reasoning_text',
  'refusal',
  'response',
  'summary',
  'text',
  'thinking',
  'token',
  'transcript',
])

const looksLikeStream = /^(?:data|event|id|retry)?:|\n(?:data|event):|\}\r?\n\{|^\[/
const holdsIndex = /index"\s*:\s*[1-9]/i
const indices = /index"\s*:\s*\d+/gi
const leastCumulative = 8

/**
 * Finds secrets that are whole only where the pieces of a stream are joined.
 *
 * The span in the first piece stands for the secret, those in the others are removed.
 */
export function spansAcross(
  text: string,
  pieces: readonly Piece[],
  search: Search,
): readonly Span[] {
  if (pieces.length < 2 || !looksLikeStream.test(text)) return noSpans
  return groupsOf(text, pieces).flatMap((group) => spansInGroup(text, group, search))
}

/** Pieces of one text: the same key, the same place among several choices or blocks. */
function groupsOf(text: string, pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const isSingle = !holdsIndex.test(text)
  const groups = new Map<string, Piece[]>()
  for (const piece of pieces) {
    const name = isSingle ? piece.key : piece.key + indicesBeside(text, piece)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [piece])
    else group.push(piece)
  }
  return [...groups.values()]
}

function indicesBeside(text: string, { start, end }: Piece): string {
  const lineEnd = text.indexOf('\n', end)
  const line = text.slice(text.lastIndexOf('\n', start) + 1, lineEnd === -1 ? text.length : lineEnd)
  return line.match(indices)?.join() ?? ''
}

function spansInGroup(text: string, pieces: readonly Piece[], search: Search): readonly Span[] {
  const spans: Span[] = []
  let joined = ''
  let parts: Piece[] = []
  const close = (): void => {
    if (parts.length > 1) spans.push(...spansInParts(joined, parts, search))
    joined = ''
    parts = []
  }
  for (const piece of pieces) {
    const value = text.slice(piece.start, piece.end)
    // Some streams say everything again at their end, or each time.
    const isAll = joined.length >= leastCumulative && value.length >= joined.length
    if (isAll && value.startsWith(joined)) close()
    joined += value
    parts.push(piece)
  }
  close()
  return spans
}

function spansInParts(joined: string, parts: readonly Piece[], search: Search): readonly Span[] {
  const spans: Span[] = []
  let index = 0
  let offset = 0
  for (const found of search(joined)) {
    let part = parts[index]
    while (part !== undefined && offset + part.end - part.start <= found.start) {
      offset += part.end - part.start
      index += 1
      part = parts[index]
    }
    if (part === undefined || offset + part.end - part.start >= found.end) continue
    spans.push(...cut(found, joined.slice(found.start, found.end), parts, index, offset))
  }
  return spans
}

/** The spans of a secret in each piece it touches. */
function cut(
  found: Span,
  value: string,
  parts: readonly Piece[],
  first: number,
  firstOffset: number,
): readonly Span[] {
  const spans: Span[] = []
  let offset = firstOffset
  for (const part of parts.slice(first)) {
    if (offset >= found.end) break
    const length = part.end - part.start
    const start = part.start + Math.max(0, found.start - offset)
    const end = part.start + Math.min(length, found.end - offset)
    const { rule } = found
    const secret = found.secret ?? plainSecret(value, false)
    if (end > start) {
      spans.push({ start, end, rule, secret, ...(spans.length > 0 && { form: 'removed' }) })
    }
    offset += length
  }
  return spans
}
