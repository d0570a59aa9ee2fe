import { spansAcross } from './deltas.ts'
import { formPlaces, multipartPlaces } from './places/form-places.ts'
import { jsonPlaces } from './places/json-places.ts'
import { decodePercent } from './percent.ts'
import type { Search, SecretRules } from './rules.ts'
import { noSpans, type Span, unite, uniteAll } from './span.ts'
import { xmlPlaces } from './places/xml-places.ts'

const formType = /^application\/x-www-form-urlencoded\b/i
const looksLikeForm = /^[\w.%[\]-]{1,100}=[^\s"{<]*$/

/**
 * Finds all secrets of a body, by place and by shape: sorted, not overlapping.
 *
 * A placeholder in a secret place is found like any value; one elsewhere is not.
 */
export function spansInBody(
  text: string,
  contentType: string | undefined,
  rules: SecretRules,
  search: Search = rules.spansIn,
): readonly Span[] {
  if (rules.isOff || text === '') return noSpans
  if (isForm(text, contentType)) return spansInFormBody(text, rules, search)
  const { secrets, pieces } = jsonPlaces(text, rules.jsonKeys)
  const inJoined: Search = (joined) =>
    uniteAll(search(joined), jsonPlaces(joined, rules.jsonKeys).secrets)
  return uniteAll(
    // First: where spans are the same, these know the whole secret.
    spansAcross(text, pieces, inJoined),
    search(text),
    secrets,
    multipartPlaces(text, rules.isSecretForm),
    text.startsWith('<') ? xmlPlaces(text, rules.isSecretJsonKey) : noSpans,
  )
}

/** Whether a body is `a=1&b=2`: by its type, or by its looks where it has none. */
export function isForm(text: string, contentType: string | undefined): boolean {
  return contentType === undefined ? looksLikeForm.test(text) : formType.test(contentType)
}

function spansInFormBody(text: string, rules: SecretRules, search: Search): readonly Span[] {
  return uniteAll(
    formPlaces(text, 0, text.length, rules.isSecretForm, 'form'),
    spansInEncoded(text, rules, search),
  )
}

/** Finds all secrets of a value of a parsed form. */
export function spansInField(
  name: string,
  value: string,
  rules: SecretRules,
  search: Search,
): readonly Span[] {
  if (rules.isOff || value === '') return noSpans
  if (rules.isSecretForm(name) || rules.isSecretQuery(name)) {
    return [{ start: 0, end: value.length, rule: 'form', form: 'url', secret: value }]
  }
  return unite([...search(value), ...jsonPlaces(value, rules.jsonKeys).secrets].map(asUrl))
}

/** Finds all secrets of a URL, whole or only path and query. Userinfo has the form `'removed'`. */
export function spansInUrl(
  url: string,
  rules: SecretRules,
  search: Search = rules.spansIn,
): readonly Span[] {
  if (rules.isOff) return noSpans
  const found = spansInEncoded(url, rules, search)
  const authority = url.indexOf('://') + 3
  const query = url.indexOf('?')
  const fragment = url.indexOf('#')
  if (query === -1 && fragment === -1 && !url.includes('@')) return found
  const queryEnd = fragment === -1 ? url.length : fragment
  return uniteAll(
    userinfo(url, authority),
    query === -1 || query > queryEnd
      ? noSpans
      : formPlaces(url, query + 1, queryEnd, rules.isSecretQuery, 'query'),
    fragment === -1
      ? noSpans
      : formPlaces(url, fragment + 1, url.length, rules.isSecretQuery, 'query'),
    found,
  )
}

/** Finds all secrets of the URLs that a pattern finds in a text, and what the text holds by its looks. */
export function spansInUrls(
  text: string,
  urls: RegExp,
  rules: SecretRules,
  search: Search = rules.spansIn,
): readonly Span[] {
  const inUrls = [...text.matchAll(urls)].flatMap(({ 0: url, index }) =>
    spansInUrl(url, rules, search).map((span) => ({
      ...span,
      start: span.start + index,
      end: span.end + index,
    })),
  )
  return uniteAll(inUrls, search(text))
}

function userinfo(url: string, authority: number): readonly Span[] {
  // Of a URL without a scheme, that of another URL in its query.
  if (authority < 3 || /[/?#]/.test(url.slice(0, authority - 3))) return noSpans
  const pathAt = url.slice(authority).search(/[/?#]/)
  const end = pathAt === -1 ? url.length : authority + pathAt
  const at = url.lastIndexOf('@', end - 1)
  if (at < authority) return noSpans
  return [{ start: authority, end: at + 1, rule: 'userinfo', form: 'removed' }]
}

function spansInEncoded(text: string, rules: SecretRules, search: Search): readonly Span[] {
  const plain = search(text).map(asUrl)
  const decoded = decodePercent(text)
  if (decoded === undefined) return plain
  const inside = [...search(decoded.text), ...jsonPlaces(decoded.text, rules.jsonKeys).secrets]
  return [...plain, ...inside.map((span) => asUrl(decoded.toSource(span)))]
}

function asUrl(span: Span): Span {
  return { ...span, form: 'url' }
}
