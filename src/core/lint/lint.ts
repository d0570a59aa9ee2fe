import { bodyBytes, bodyLength, type Body } from '../body.ts'
import { chunksFit } from '../chunks.ts'
import { dialectOf } from '../codec/dialect-of.ts'
import { differenceFrom, formatCassette } from '../codec/format.ts'
import { fileBytes } from '../codec/line-ends.ts'
import { sourceOf } from '../codec/origin.ts'
import type { HeaderMap } from '../headers.ts'
import { isEventStream } from '../media.ts'
import type { Cassette, Interaction, RecordedRequest, RecordedResponse } from '../model.ts'
import { isBytes } from '../realms.ts'
import { createLocate } from '../redact/locate.ts'
import { spansInHeader } from '../redact/redact-headers.ts'
import { createRedaction, type Redaction, secretOf } from '../redact/redaction.ts'
import type { SecretRules } from '../redact/rules.ts'
import { Vault } from '../redact/vault.ts'
import type { LintCode, LintFinding } from './finding.ts'
import { unknownKeys } from './unknown-keys.ts'
import { unplayableIn } from './unplayable.ts'

/** Says what is wrong or suspicious in a cassette, in the order of the file. Nothing is changed. */
export function lintCassette(cassette: Cassette, rules: SecretRules): readonly LintFinding[] {
  const repeated = repetitionsIn(cassette)
  const redaction = createRedaction(rules, new Vault(), true)
  const found = cassette.interactions.flatMap((interaction, index) =>
    [
      ...lintRequest(interaction, redaction),
      ...lintResponse(interaction, redaction),
      ...lintKeys(interaction),
      ...unplayableIn(interaction),
      ...(repeated.get(index) ?? []),
    ].map((suspicion) => findingOf(suspicion, interaction, index)),
  )
  return [...lintForm(cassette), ...found]
}

interface Suspicion {
  readonly code: LintCode
  readonly level: 'error' | 'warning'
  /** The field it is about: `response.body`. */
  readonly place: string
  readonly message: string
  /** The value it is about, where the field has several, and how many of its kind stand before it. */
  readonly value?: string
  readonly nth?: number
  readonly line?: number
  readonly column?: number
}

function findingOf(
  { place, value = '\0', nth = 0, ...suspicion }: Suspicion,
  interaction: Interaction,
  index: number,
): LintFinding {
  const position = suspicion.line === undefined ? createLocate(interaction)(place, value, nth) : {}
  return { ...suspicion, ...position, interaction: index }
}

function lintForm(cassette: Cassette): readonly LintFinding[] {
  const source = sourceOf(cassette)
  if (source === undefined) return []
  const difference = differenceFrom(
    fileBytes(source),
    formatCassette(cassette, dialectOf(cassette)),
  )
  if (difference === undefined) return []
  const { line, column } = difference
  const message =
    source.version === 1
      ? 'is of version 1. `wiretape fmt` writes it as version 2.'
      : 'is not in canonical form. `wiretape fmt` writes it so.'
  return [{ code: 'not-canonical', level: 'warning', line, column, message }]
}

function lintRequest({ request }: Interaction, redaction: Redaction): readonly Suspicion[] {
  return [...lintBody('request', request), ...lintHeaders('request', request.headers, redaction)]
}

function lintHeaders(
  side: 'request' | 'response',
  headers: HeaderMap,
  redaction: Redaction,
): readonly Suspicion[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    values.flatMap((value, index) => {
      if (!holdsSecret(name, value, redaction)) return []
      const nth = values.slice(0, index).filter((before) => before === value).length
      const message = `${name} looks like a secret.`
      return [{ ...warning('secret-header', `${side}.headers.${name}`, message), value, nth }]
    }),
  )
}

// As `wiretape scan` has it: what somebody has masked, in whatever manner, is no secret.
function holdsSecret(name: string, value: string, redaction: Redaction): boolean {
  if (!redaction.rules.isSecretHeader(name)) return false
  return spansInHeader(name, value, redaction).some(
    (span) => secretOf(value, span, redaction) !== undefined,
  )
}

function lintResponse(
  { request, response }: Interaction,
  redaction: Redaction,
): readonly Suspicion[] {
  const found = [
    ...(promisesBody(request, response) ? lintBody('response', response) : []),
    ...lintHeaders('response', response.headers, redaction),
  ]
  const { chunks, body, error } = response
  if (chunks !== undefined && !chunksFit(chunks, bodyLength(body))) {
    const message = `the chunks do not add up to the ${bodyLength(body)} bytes of the body.`
    found.push({ code: 'chunks', level: 'error', place: 'response.chunks', message })
  }
  if (error === undefined && isUnfinished(body) && isEventStream(response.headers, body)) {
    found.push(
      warning('unfinished-stream', 'response.body', 'the stream ends in the middle of an event.'),
    )
  }
  return found
}

// Elsewhere content_length is that of another answer, or of what never came.
function promisesBody({ method }: RecordedRequest, { code, error }: RecordedResponse): boolean {
  return method !== 'HEAD' && code !== 304 && error === undefined
}

function lintBody(
  side: 'request' | 'response',
  { body, contentLength, proto }: RecordedRequest | RecordedResponse,
): readonly Suspicion[] {
  const length = bodyLength(body)
  const isOff = contentLength >= 0 && contentLength !== length
  // Version 1 noted neither: where both are empty, a script has made version 2 of it, and nobody has counted.
  const isUnknown = contentLength === 0 && proto === ''
  if (!isOff || isUnknown) return []
  if (isMojibake(body, contentLength)) {
    const message =
      'the body is bytes that were written as text: each became a character of its own.'
    return [warning('mojibake', `${side}.body`, message)]
  }
  const message = `content_length is ${contentLength}, and the body has ${length} bytes.`
  return [warning('content-length', `${side}.contentLength`, message)]
}

function isMojibake(body: Body, contentLength: number): boolean {
  return typeof body === 'string' && body.length === contentLength && /^[\0-\xff]*$/.test(body)
}

function isUnfinished(body: Body): boolean {
  const end = new TextDecoder('latin1').decode(bodyBytes(body).subarray(-4))
  return end !== '' && !/(?:\n|\r\n|\r)(?:\n|\r\n|\r)$/.test(end)
}

function lintKeys(interaction: Interaction): readonly Suspicion[] {
  return unknownKeys(interaction).map(({ key, line, column }) => ({
    ...warning(
      'unknown-key',
      key,
      `"${key}" is no field of a cassette: nobody reads it, and it goes when it is saved.`,
    ),
    line,
    column,
  }))
}

// One finding for all that are the same: a client that polls has hundreds. It stands at the second.
function repetitionsIn({ interactions }: Cassette): ReadonlyMap<number, readonly Suspicion[]> {
  const same = new Map<string, number[]>()
  interactions.forEach(({ request, response }, index) => {
    const { method, url, headers, body } = request
    const parts = [method, url, headers, body, response.code, response.body]
    const key = JSON.stringify(parts.map((part) => (isBytes(part) ? [...part] : part)))
    const others = same.get(key)
    if (others === undefined) same.set(key, [index])
    else others.push(index)
  })
  const repeated = [...same.values()].filter(({ length }) => length > 1)
  return new Map(
    repeated.map(([first, second, ...more]) => [
      second as number,
      [repetition(first as number, more)],
    ]),
  )
}

function repetition(first: number, more: readonly number[]): Suspicion {
  const others = more.length === 0 ? '' : `, and so have ${more.length} more after this`
  const message = `interaction ${first} has the same request and response${others}.`
  return warning('duplicate', 'request', message)
}

function warning(code: LintCode, place: string, message: string): Suspicion {
  return { code, level: 'warning', place, message }
}
