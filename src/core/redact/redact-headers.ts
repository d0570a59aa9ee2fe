import { type HeaderMap, newHeaders } from '../headers.ts'
import type { NameTest } from './names.ts'
import { editsFor, type Redaction } from './redaction.ts'
import { spansInUrl } from './secret-spans.ts'
import { applyEdits, type Span } from './span.ts'

const scheme = /^[A-Za-z][\w-]{2,30} +/
const holdsUrl =
  /^(?:location|content-location|link|referer|refresh|x-original-url|x-rewrite-url)$/i

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
  const kept = newHeaders()
  let isSame = true
  for (const name of Object.keys(headers)) {
    const values = headers[name] ?? []
    if (!keeps(name)) {
      isSame = false
      continue
    }
    const redacted = values.map((value) => redactHeader(name, value, redaction))
    if (redacted.some((value, index) => value !== values[index])) isSame = false
    kept[name] = redacted
  }
  return isSame ? headers : kept
}

function redactHeader(name: string, value: string, redaction: Redaction): string {
  return applyEdits(value, editsFor(value, spansInHeader(name, value, redaction), redaction))
}

/** The secrets in the value of a header field. */
export function spansInHeader(
  name: string,
  value: string,
  { rules, search }: Redaction,
): readonly Span[] {
  if (rules.isSecretHeader(name)) {
    const start = scheme.exec(value)?.[0].length ?? 0
    return start < value.length ? [{ start, end: value.length, rule: 'header' }] : []
  }
  return holdsUrl.test(name) ? spansInUrl(value, rules, search) : search(value)
}
