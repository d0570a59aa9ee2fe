import { type HeaderMap, newHeaders } from '../headers.ts'
import { remembering } from '../remembering.ts'
import type { NameTest } from './places/names.ts'
import { editsFor, type Redaction } from './redaction.ts'
import { spansInUrls } from './secret-spans.ts'
import { applyEdits, type Span } from './span.ts'

const scheme = /^[A-Za-z][\w-]{2,30} +/
// Where URLs stand in the values of fields.
const urlsIn: ReadonlyMap<string, RegExp> = new Map([
  ['content-location', /.+/g],
  ['link', /(?<=<)[^>]*/g],
  ['location', /.+/g],
  ['referer', /.+/g],
  ['refresh', /(?<=url=).+/gi],
])
const holdsUrls = remembering((name) => urlsIn.has(name.toLowerCase()))

/**
 * The header fields that the policy keeps, without secrets. The same object where nothing changes.
 *
 * A credential that is kept by the user's wish keeps its scheme: `Bearer [REDACTED:1]`.
 */
export function redactHeaders(
  headers: HeaderMap,
  keeps: NameTest,
  redaction: Redaction,
): HeaderMap {
  const names = Object.keys(headers)
  let changed: Record<string, readonly string[]> | undefined
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string
    const values = headers[name] as readonly string[]
    const kept = keeps(name) ? redactValues(name, values, redaction) : undefined
    // Most often all stay as they are, and nothing is copied.
    if (kept !== values) changed ??= only(headers, names.slice(0, index))
    if (changed !== undefined && kept !== undefined) changed[name] = kept
  }
  return changed ?? headers
}

function only(headers: HeaderMap, names: readonly string[]): Record<string, readonly string[]> {
  const some: Record<string, readonly string[]> = newHeaders()
  for (const name of names) some[name] = headers[name] as readonly string[]
  return some
}

/** The same list where nothing changes. */
function redactValues(
  name: string,
  values: readonly string[],
  redaction: Redaction,
): readonly string[] {
  const [only] = values
  const { revision } = redaction.vault
  const last = values.length === 1 ? redaction.lastClean(name) : undefined
  if (last?.is(only, revision)) return values
  const redact = (value: string): string => redactHeader(name, value, redaction)
  if (!values.every((value) => redact(value) === value)) return values.map(redact)
  last?.note(only, revision)
  return values
}

function redactHeader(name: string, value: string, redaction: Redaction): string {
  const spans = spansInHeader(name, value, redaction)
  return spans.length === 0 ? value : applyEdits(value, editsFor(value, spans, redaction))
}

/** The secrets in the value of a header field. */
export function spansInHeader(
  name: string,
  value: string,
  { rules, search }: Redaction,
): readonly Span[] {
  if (rules.isSecretHeader(name)) return isCookie.test(name) ? cookieSpans(value) : wholeSpan(value)
  const urls = holdsUrls(name) ? urlsIn.get(name.toLowerCase()) : undefined
  return urls === undefined ? search(value) : spansInUrls(value, urls, rules, search)
}

function wholeSpan(value: string): readonly Span[] {
  const start = scheme.exec(value)?.[0].length ?? 0
  return start < value.length ? [{ start, end: value.length, rule: 'header' }] : []
}

const isCookie = /^(?:set-)?cookie2?$/i
const cookie = /(^|[;,]\s*)([^=;,\s]{1,200}=)([^;,]+)/g
const attribute = /^(?:domain|expires|max-age|path|priority|samesite|version)=$/i

/** The values of cookies, not their names and attributes. */
function cookieSpans(value: string): readonly Span[] {
  const spans: Span[] = []
  for (const { 0: all, 2: name = '', 3: secret = '', index } of value.matchAll(cookie)) {
    const end = index + all.length
    if (!attribute.test(name)) spans.push({ start: end - secret.length, end, rule: 'header' })
  }
  return spans
}
