import { createRedaction, editsFor } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { spansInBody, spansInUrl } from './secret-spans.ts'
import { applyEdits, type Span, unite } from './span.ts'
import { Vault } from './vault.ts'

/**
 * A text for people (an error, a summary) without secrets.
 *
 * Without a vault the numbers begin at 1 in each text.
 */
export function redactMessage(
  text: string,
  rules: SecretRules,
  vault: Vault = new Vault(),
): string {
  const redaction = createRedaction(rules, vault)
  const spans = [
    ...[...text.matchAll(urls)].flatMap(({ 0: url, index }) =>
      spansInUrl(url, rules, redaction.search).map((span) => moved(span, index)),
    ),
    ...spansInBody(text, 'text/plain', rules, redaction.search),
  ]
  return applyEdits(text, editsFor(text, unite(spans), redaction))
}

const urls = /\b[a-z][a-z+.-]{1,20}:\/\/[^\s"'<>]+/gi

function moved(span: Span, by: number): Span {
  return { ...span, start: span.start + by, end: span.end + by }
}
