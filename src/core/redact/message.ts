import { decodeName } from './percent.ts'
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
    ...pairSpans(text, rules),
    ...spansInBody(text, 'text/plain', rules, redaction.search),
  ]
  return applyEdits(text, editsFor(text, unite(spans), redaction))
}

const urls = /\b[a-z][a-z+.-]{1,20}:\/\/[^\s"'<>]+/gi

const pairs = /([\w.%[\]-]{2,64})=([^&\s"'<>]+)/g

/** The values of secret names in the forms and queries that stand in a text. */
function pairSpans(text: string, rules: SecretRules): readonly Span[] {
  return [...text.matchAll(pairs)].flatMap(({ 0: pair, 1: name = '', 2: value = '', index }) => {
    const plain = decodeName(name)
    if (!rules.isSecretForm(plain) && !rules.isSecretQuery(plain)) return []
    const end = index + pair.length
    return [{ start: end - value.length, end, rule: 'form', form: 'url' as const }]
  })
}

function moved(span: Span, by: number): Span {
  return { ...span, start: span.start + by, end: span.end + by }
}
