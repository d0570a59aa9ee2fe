import { createRedaction, editsFor } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { spansInBody } from './secret-spans.ts'
import { applyEdits, unite } from './span.ts'
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
  const spans = spansInBody(text, 'text/plain', rules, redaction.search)
  return applyEdits(text, editsFor(text, unite(spans), redaction))
}
