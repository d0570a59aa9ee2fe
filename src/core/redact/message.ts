import { decodeName } from './percent.ts'
import { createRedaction, editsFor } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { spansInBody, spansInUrls } from './secret-spans.ts'
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
    ...spansInUrls(text, urls, rules, redaction.search),
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
