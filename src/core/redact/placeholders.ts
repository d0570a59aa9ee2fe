import type { Span, SpanForm } from './span.ts'

// `{"alg":"none"}`; the text between is `{"redacted":"[REDACTED:n]"}`, the end is "REDACTED".
const tokenStart = 'eyJhbGciOiJub25lIn0.eyJyZWRhY3RlZCI6'
const tokenEnd = '.UkVEQUNURUQ'

/**
 * A placeholder, wherever it stands: `[REDACTED:n]`, `REDACTED-n`, both plain or percent-encoded, or a redacted JWT.
 *
 * It has the flag `g`; whoever uses it resets `lastIndex`, or takes `matchAll` or `replace`, which need not.
 */
export const placeholderPattern: RegExp =
  /(?:\[|%5[Bb])REDACTED(?::|%3[Aa])\d{1,9}(?:\]|%5[Dd])|REDACTED-\d{1,9}|eyJhbGciOiJub25lIn0\.eyJyZWRhY3RlZCI6[\w-]{1,40}\.UkVEQUNURUQ/g

const whole = new RegExp(`^(?:${placeholderPattern.source})$`)

/** The placeholder of a secret. A JWT gets a JWT, whatever the form. */
export function placeholderOf(number: number, form: SpanForm, isToken: boolean): string {
  if (form === 'removed') return ''
  if (isToken) return tokenStart + encodePayload(number) + tokenEnd
  if (form === 'url') return `REDACTED-${number}`
  return form === 'quoted' ? `"[REDACTED:${number}]"` : `[REDACTED:${number}]`
}

// What tokenStart already holds of `{"redacted":"[REDACTED:n]"}` is 12 bytes, so the rest encodes on its own.
function encodePayload(number: number): string {
  return btoa(`"[REDACTED:${number}]"}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** Whether the text is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  return whole.test(text)
}

/** Spans that do not reach into a placeholder: `1secret` behind `REDACTED-` is none of the secret. They may hold one whole. */
export function besidePlaceholders(text: string, spans: readonly Span[]): readonly Span[] {
  if (spans.length === 0 || !holdsPlaceholder(text)) return spans
  const ranges = [...text.matchAll(placeholderPattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }))
  return spans.map((span) => ranges.reduce(trimmed, span)).filter(({ start, end }) => end > start)
}

function trimmed(span: Span, range: { readonly start: number; readonly end: number }): Span {
  if (span.start > range.start && span.start < range.end) return { ...span, start: range.end }
  if (span.end > range.start && span.end < range.end) return { ...span, end: range.start }
  return span
}

function holdsPlaceholder(text: string): boolean {
  return text.includes('REDACTED') || text.includes(tokenStart)
}

/** The highest number of the placeholders in a text, 0 where there is none. */
export function highestPlaceholder(text: string): number {
  let highest = 0
  if (!holdsPlaceholder(text)) return highest
  for (const [found] of text.matchAll(placeholderPattern)) {
    highest = Math.max(highest, numberOf(found))
  }
  return highest
}

function numberOf(placeholder: string): number {
  if (!placeholder.startsWith(tokenStart)) return digitsOf(placeholder.replace(/%[35]./g, ''))
  const payload = placeholder.slice(tokenStart.length, -tokenEnd.length)
  return digitsOf(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
}

function digitsOf(text: string): number {
  return Number(text.replace(/\D/g, ''))
}
