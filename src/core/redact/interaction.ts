import { type Body, bodyLength } from '../body.ts'
import { headerPairs, type HeaderMap, headerValue, newHeaders } from '../headers.ts'
import type { Interaction, RecordedRequest, RecordedResponse } from '../model.ts'
import { bodyText, bytesOfText } from './body-text.ts'
import { credentialsOf } from './credentials.ts'
import { isPlainlyClean } from './large-bytes.ts'
import { mendChunks } from './mend-chunks.ts'
import { redactHeaders } from './redact-headers.ts'
import { createRedaction, editsFor, type Redaction } from './redaction.ts'
import type { SecretRules } from './rules.ts'
import { spansInBody, spansInField, spansInUrl } from './secret-spans.ts'
import { applyEdits, type Edit } from './span.ts'
import type { Vault } from './vault.ts'

/**
 * An interaction as a cassette may hold it: header fields by the policy, secrets replaced by placeholders,
 * sizes mended.
 *
 * Doing it twice changes nothing more. Parts without secrets are the same objects as before.
 */
export function redactInteraction(
  interaction: Interaction,
  rules: SecretRules,
  vault: Vault,
): Interaction {
  return redactAll(interaction, createRedaction(rules, vault), rules)
}

/**
 * An interaction of a cassette that exists, without secrets: it keeps all its header fields, with placeholders in those
 * that are credentials, and what plainly is an example stays.
 */
export function redactRecorded(
  interaction: Interaction,
  rules: SecretRules,
  vault: Vault,
): Interaction {
  return redactAll(interaction, createRedaction(rules, vault, true), keepAll)
}

/** Takes the codings off an interaction's bodies; gives back the very same where there are none. */
export type Decoded = (interaction: Interaction) => Interaction

/** For who cannot take codings off. */
export const asItIs: Decoded = (interaction) => interaction

const keepAll: Keeping = { keepsRequestHeader: () => true, keepsResponseHeader: () => true }

type Keeping = Pick<SecretRules, 'keepsRequestHeader' | 'keepsResponseHeader'>

function redactAll(interaction: Interaction, redaction: Redaction, keeping: Keeping): Interaction {
  const { rules, vault } = redaction
  if (!rules.isOff) {
    for (const secret of credentialsOf(interaction, rules.isSecretHeader)) vault.learn(secret)
  }
  let result = interaction
  let revision: number
  do {
    revision = vault.revision
    const request = redactRequest(result.request, redaction, keeping)
    const response = redactResponse(result.response, redaction, keeping)
    const isSame = request === result.request && response === result.response
    if (!isSame) result = { ...result, request, response }
  } while (vault.revision !== revision)
  return result
}

function redactRequest(
  request: RecordedRequest,
  redaction: Redaction,
  keeping: Keeping,
): RecordedRequest {
  const url = redactUrl(request.url, redaction)
  const requestUri = redactUrl(request.requestUri, redaction)
  const headers = redactHeaders(request.headers, keeping.keepsRequestHeader, redaction)
  const trailer = redactHeaders(request.trailer, keeping.keepsRequestHeader, redaction)
  const form = redactForm(request.form, redaction)
  const { body } = redactBody(request.body, request.headers, redaction)
  const host = request.host.slice(request.host.lastIndexOf('@') + 1)
  const isSame =
    url === request.url &&
    requestUri === request.requestUri &&
    headers === request.headers &&
    trailer === request.trailer &&
    form === request.form &&
    body === request.body &&
    host === request.host
  if (isSame) return request
  const contentLength = lengthAfter(request, body)
  return { ...request, url, requestUri, headers, trailer, form, body, host, contentLength }
}

function redactResponse(
  response: RecordedResponse,
  redaction: Redaction,
  keeping: Keeping,
): RecordedResponse {
  const { body, edits, text } = redactBody(response.body, response.headers, redaction)
  const headers = redactHeaders(response.headers, keeping.keepsResponseHeader, redaction)
  const trailer = redactHeaders(response.trailer, keeping.keepsResponseHeader, redaction)
  if (edits.length === 0) {
    const isSame = headers === response.headers && trailer === response.trailer
    return isSame ? response : { ...response, headers, trailer }
  }
  const { chunks } = response
  return {
    ...response,
    trailer,
    body,
    headers: mendContentLength(headers, response.body, body),
    contentLength: lengthAfter(response, body),
    ...(chunks && { chunks: mendChunks(chunks, text, edits, typeof body !== 'string') }),
  }
}

function redactUrl(url: string, redaction: Redaction): string {
  const { rules, search, vault, lastCleanUrl } = redaction
  const { revision } = vault
  if (url === '' || lastCleanUrl.is(url, revision)) return url
  const spans = spansInUrl(url, rules, search)
  if (spans.length > 0) return applyEdits(url, editsFor(url, spans, redaction))
  lastCleanUrl.note(url, revision)
  return url
}

interface RedactedBody {
  readonly body: Body
  readonly text: string
  readonly edits: readonly Edit[]
}

const noBody: RedactedBody = { body: '', text: '', edits: [] }

function redactBody(body: Body, headers: HeaderMap, redaction: Redaction): RedactedBody {
  if (body === '') return noBody
  const type = headerValue(headers, 'Content-Type')
  if (typeof body !== 'string' && isPlainlyClean(body, type, redaction)) return { ...noBody, body }
  const text = bodyText(body)
  const edits = editsFor(
    text,
    spansInBody(text, type, redaction.rules, redaction.search),
    redaction,
  )
  if (edits.length === 0) return { body, text, edits }
  const redacted = applyEdits(text, edits)
  return { body: typeof body === 'string' ? redacted : bytesOfText(redacted), text, edits }
}

function redactForm(form: HeaderMap, redaction: Redaction): HeaderMap {
  if (Object.keys(form).length === 0) return form
  const redacted = newHeaders()
  let isSame = true
  for (const [name, value] of headerPairs(form)) {
    const spans = spansInField(name, value, redaction.rules, redaction.search)
    const edited = applyEdits(value, editsFor(value, spans, redaction))
    ;(redacted[name] ??= []).push(edited)
    if (edited !== value) isSame = false
  }
  return isSame ? form : redacted
}

function lengthAfter(
  before: { readonly contentLength: number; readonly body: Body },
  body: Body,
): number {
  if (before.body === body || before.contentLength !== bodyLength(before.body)) {
    return before.contentLength
  }
  return bodyLength(body)
}

function mendContentLength(headers: HeaderMap, before: Body, after: Body): HeaderMap {
  if (headerValue(headers, 'Content-Length') !== String(bodyLength(before))) return headers
  return { ...headers, 'Content-Length': [String(bodyLength(after))] }
}
