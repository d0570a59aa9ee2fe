import { type HeaderMap, headerValue, headerValues } from '../headers.ts'
import type { Interaction } from '../model.ts'
import { bodyText } from './body-text.ts'
import { spansInHeader } from './redact-headers.ts'
import type { Redaction } from './redaction.ts'
import { spansInBody, spansInField, spansInUrl } from './secret-spans.ts'
import type { Span } from './span.ts'

/** A text of an interaction in which secrets may stand. */
export interface Part {
  /** `request.url`, `request.headers.X-Api-Key`, `response.body`. */
  readonly place: string
  readonly text: string
  /** Earlier values of the same header or form field. */
  readonly before?: string
  readonly spans: readonly Span[]
}

/** All texts of an interaction, each with what the rules and the vault find in it. */
export function partsOf({ request, response }: Interaction, redaction: Redaction): readonly Part[] {
  return [
    urlPart('request.url', request.url, redaction),
    urlPart('request.requestUri', request.requestUri, redaction),
    ...headerParts('request.headers', request.headers, redaction),
    ...headerParts('request.trailer', request.trailer, redaction),
    ...formParts(request.form, redaction),
    bodyPart('request.body', request, redaction),
    ...headerParts('response.headers', response.headers, redaction),
    ...headerParts('response.trailer', response.trailer, redaction),
    bodyPart('response.body', response, redaction),
  ]
}

function urlPart(place: string, text: string, { rules, search }: Redaction): Part {
  return { place, text, spans: spansInUrl(text, rules, search) }
}

function bodyPart(
  place: string,
  { body, headers }: Interaction['request' | 'response'],
  { rules, search }: Redaction,
): Part {
  const text = bodyText(body)
  return {
    place,
    text,
    spans: spansInBody(text, headerValue(headers, 'Content-Type'), rules, search),
  }
}

function headerParts(side: string, headers: HeaderMap, redaction: Redaction): readonly Part[] {
  return valueParts(side, headers, (name, text) => spansInHeader(name, text, redaction))
}

function formParts(form: HeaderMap, { rules, search }: Redaction): readonly Part[] {
  return valueParts('request.form', form, (name, text) => spansInField(name, text, rules, search))
}

function valueParts(
  side: string,
  map: HeaderMap,
  spansOf: (name: string, text: string) => readonly Span[],
): readonly Part[] {
  return Object.keys(map).flatMap((name) => {
    let before = ''
    return headerValues(map, name).map((text): Part => {
      const part = { place: `${side}.${name}`, text, before, spans: spansOf(name, text) }
      before += `${text}\n`
      return part
    })
  })
}

/** How often the value of a span stands in its place before it. */
export function countBefore(
  { text, before = '' }: Part,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  const value = text.slice(start, end)
  return (before + text.slice(0, start)).split(value).length - 1
}
