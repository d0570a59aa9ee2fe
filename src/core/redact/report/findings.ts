import { keptHeaders } from '../../headers.ts'
import type { Cassette, Interaction } from '../../model.ts'
import { credentialsOf } from '../credentials.ts'
import { asItIs, type Decoded, redactRecorded } from '../interaction.ts'
import { createLocate, type Locate } from '../locate.ts'
import { maskOf } from './mask.ts'
import { countBefore, partsOf } from '../parts.ts'
import { createRedaction, type Redaction, secretOf } from '../redaction.ts'
import type { SecretRules } from '../rules.ts'
import { Vault } from '../vault.ts'

/** A secret that stands in a cassette, without the secret. */
export interface Finding {
  /** The interaction's id. */
  readonly interaction: number
  /** Where in it: `request.url`, `request.headers.X-Api-Key`, `response.body`. */
  readonly place: string
  /** What found it: a shape's id, or `header`, `query`, `form`, `json`, `userinfo`, `env`, `pattern`, `known`. */
  readonly rule: string
  /** Its first few characters, and how many it has. */
  readonly masked: string
  /** Where in the file, both from 1; absent where the interaction was read from no file. */
  readonly line?: number
  readonly column?: number
}

/**
 * All secrets of a cassette, in the order of its interactions. Secrets found in one are looked for in all.
 *
 * @param decoded - Gives an interaction without the codings of its bodies.
 */
export function findSecrets(
  cassette: Cassette,
  rules: SecretRules,
  decoded: Decoded = asItIs,
): readonly Finding[] {
  const vault = new Vault()
  if (rules.isOff) return []
  const { interactions } = cassette
  const searched = interactions.map(decoded)
  for (const interaction of searched) redactRecorded(interaction, rules, vault)
  const redaction = createRedaction(rules, vault, true)
  return interactions.flatMap((interaction, index) =>
    findingsIn(searched[index] as Interaction, redaction, createLocate(interaction)),
  )
}

/** The secrets that one interaction would bring into a cassette, but for the redaction: those in what is kept of it. */
export function findKeptSecrets(interaction: Interaction, rules: SecretRules): readonly Finding[] {
  if (rules.isOff) return []
  const vault = new Vault()
  for (const secret of credentialsOf(interaction, rules.isSecretHeader)) vault.learn(secret)
  const { request, response } = interaction
  const kept = {
    ...interaction,
    request: { ...request, headers: keptHeaders(request.headers, rules.keepsRequestHeader) },
    response: { ...response, headers: keptHeaders(response.headers, rules.keepsResponseHeader) },
  }
  return findingsIn(kept, createRedaction(rules, vault), createLocate(kept))
}

/** The secrets of one interaction, as far as the vault and the rules know them. */
function findingsIn(
  interaction: Interaction,
  redaction: Redaction,
  locate: Locate,
): readonly Finding[] {
  return partsOf(interaction, redaction).flatMap((part) =>
    part.spans.flatMap((span): readonly Finding[] => {
      const { place, text } = part
      const secret = secretOf(text, span, redaction)
      if (secret === undefined) return []
      const at = locate(place, text.slice(span.start, span.end), countBefore(part, span))
      return [
        { interaction: interaction.id, place, rule: span.rule, masked: maskOf(secret), ...at },
      ]
    }),
  )
}
