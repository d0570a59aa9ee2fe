import { headerPairs, type HeaderMap, headerValue } from '../headers.ts'
import type { Cassette, Interaction } from '../model.ts'
import { bodyText } from './body-text.ts'
import { credentialsOf } from './credentials.ts'
import { redactRecorded } from './interaction.ts'
import { createLocate } from './locate.ts'
import { maskOf } from './mask.ts'
import { keptHeaders, spansInHeader } from './redact-headers.ts'
import { createRedaction, type Redaction, secretOf } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { spansInBody, spansInField, spansInUrl } from './secret-spans.ts'
import type { Span } from './span.ts'
import { Vault } from './vault.ts'

/** A secret that stands in a cassette, without the secret. */
export interface Finding {
  /** Which interaction, by its place in the cassette. */
  readonly index: number
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

/** All secrets of a cassette, in the order of its interactions. Secrets found in one are looked for in all. */
export function findSecrets(cassette: Cassette, rules: SecretRules): readonly Finding[] {
  const vault = new Vault()
  if (rules.isOff) return []
  for (const interaction of cassette.interactions) redactRecorded(interaction, rules, vault)
  const redaction = createRedaction(rules, vault, true)
  return cassette.interactions.flatMap((interaction, index) =>
    findingsIn(interaction, index, redaction),
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
  return findingsIn(kept, 0, createRedaction(rules, vault))
}

/** The secrets of one interaction, as far as the vault and the rules know them. */
function findingsIn(
  interaction: Interaction,
  index: number,
  redaction: Redaction,
): readonly Finding[] {
  const locate = createLocate(interaction)
  return partsOf(interaction, redaction).flatMap(({ place, text, spans }) =>
    spans.flatMap((span): readonly Finding[] => {
      const secret = secretOf(text, span, redaction)
      if (secret === undefined) return []
      const value = text.slice(span.start, span.end)
      const nth = text.slice(0, span.start).split(value).length - 1
      const { rule } = span
      return [{ index, place, rule, masked: maskOf(secret), ...locate(place, value, nth) }]
    }),
  )
}

interface Part {
  readonly place: string
  readonly text: string
  readonly spans: readonly Span[]
}

function partsOf({ request, response }: Interaction, redaction: Redaction): readonly Part[] {
  const { rules, search } = redaction
  const inUrl = (place: string, text: string): Part => ({
    place,
    text,
    spans: spansInUrl(text, rules, search),
  })
  const inBody = (side: string, message: Interaction['request' | 'response']): Part => {
    const text = bodyText(message.body)
    const type = headerValue(message.headers, 'Content-Type')
    return { place: `${side}.body`, text, spans: spansInBody(text, type, rules, search) }
  }
  return [
    inUrl('request.url', request.url),
    inUrl('request.requestUri', request.requestUri),
    ...inHeaders('request.headers', request.headers, redaction),
    ...inHeaders('request.trailer', request.trailer, redaction),
    ...inForm(request.form, redaction),
    inBody('request', request),
    ...inHeaders('response.headers', response.headers, redaction),
    ...inHeaders('response.trailer', response.trailer, redaction),
    inBody('response', response),
  ]
}

function inHeaders(side: string, headers: HeaderMap, redaction: Redaction): readonly Part[] {
  return [...headerPairs(headers)].map(([name, text]) => ({
    place: `${side}.${name}`,
    text,
    spans: spansInHeader(name, text, redaction),
  }))
}

function inForm(form: HeaderMap, { rules, search }: Redaction): readonly Part[] {
  return [...headerPairs(form)].map(([name, text]) => ({
    place: `request.form.${name}`,
    text,
    spans: spansInField(name, text, rules, search),
  }))
}
