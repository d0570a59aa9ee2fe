import { highestPlaceholder, placeholderPattern } from '../redact/placeholders.ts'
import type { SecretRules } from '../redact/rules.ts'
import type { Span } from '../redact/span.ts'

/**
 * Stands for a value that may be any other: a placeholder, or a secret known by its shape.
 *
 * A noncharacter: text that is exchanged does not hold it.
 */
export const wild = '\uFDD0'

/** Stands for a secret known by its place: whatever it is, on both sides. A noncharacter. */
export const secret = '\uFDD1'

/** Stands for what `ignore` leaves out, on both sides. A noncharacter. */
export const ignored = '\uFDD2'

/** Puts one wild token where secrets of a known shape and placeholders stand. */
export function conceal(text: string, rules: SecretRules): string {
  const open = withoutSpans(text, rules.spansIn(text))
  return mayHoldPlaceholder(open) ? open.replace(placeholderPattern, wild) : open
}

/** Writes placeholders in one way and leaves everything else: for a comparison that sees secrets. */
export function numberPlaceholders(text: string): string {
  if (!mayHoldPlaceholder(text)) return text
  return text.replace(placeholderPattern, (found) => `[REDACTED:${highestPlaceholder(found)}]`)
}

// A redacted JWT begins with `{"alg":"none"}`.
function mayHoldPlaceholder(text: string): boolean {
  return text.includes('REDACTED') || text.includes('eyJhbGciOiJub25lIn0')
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text
  let kept = ''
  let from = 0
  for (const { start, end } of spans) {
    kept += text.slice(from, start) + wild
    from = end
  }
  return kept + text.slice(from)
}

/** Whether a text is the recorded one, its wild tokens standing for anything. Takes time linear in the text. */
export function fits(actual: string, recorded: string): boolean {
  if (actual === recorded) return true
  if (!recorded.includes(wild)) return false
  const pieces = recorded.split(wild)
  const first = pieces[0] as string
  const last = pieces.at(-1) as string
  if (!actual.startsWith(first) || !actual.endsWith(last)) return false
  let from = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = actual.indexOf(piece, from)
    if (found === -1) return false
    from = found + piece.length
  }
  return from <= actual.length - last.length
}

/** A normal text as a person reads it. */
export function readable(text: string): string {
  return text.replace(/[\uFDD0\uFDD1]/g, '[REDACTED]').replaceAll(ignored, '[ignored]')
}
