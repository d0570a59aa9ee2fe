import { type HeaderMap, keptHeaders, newHeaders } from '../headers.ts'
import type { NameTest } from './names.ts'
import { editsFor, type Redaction } from './redaction.ts'
import { spansInUrls } from './secret-spans.ts'
import { applyEdits, type Span } from './span.ts'

const scheme = /^[A-Za-z][\w-]{2,30} +/
// Where URLs stand in the values of fields.
const urlsIn: Readonly<Record<string, RegExp>> = {
  'content-location': /.+/g,
  link: /(?<=<)[^>]*/g,
  location: /.+/g,
  referer: /.+/g,
  refresh: /(?<=url=).+/gi,
}

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
  const kept = keptHeaders(headers, keeps)
  let redacted = kept
  for (const name of Object.keys(kept)) {
    const values = kept[name] as readonly string[]
    const without = redactValues(name, values, redaction)
    if (without === values) continue
    redacted = Object.assign(newHeaders(), redacted, { [name]: without })
  }
  return redacted
}

/** The same list where nothing changes: most often nothing does, and nothing is copied. */
function redactValues(
  name: string,
  values: readonly string[],
  redaction: Redaction,
): readonly string[] {
  const redacted = values.map((value) => redactHeader(name, value, redaction))
  return redacted.every((value, index) => value === values[index]) ? values : redacted
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
  const urls = urlsIn[name.toLowerCase()]
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
