import { headersOf } from '../../../src/core/headers.ts'
import { createIndex, type InteractionIndex } from '../../../src/core/match/interaction-index.ts'
import { createMatcher, type Matcher, type MatchOptions } from '../../../src/core/match/matcher.ts'
import type { Comparable } from '../../../src/core/match/normalise.ts'
import type { Interaction, RecordedRequest } from '../../../src/core/model.ts'
import { newHeaders } from '../../../src/core/headers.ts'
import { compileRules, type SecretRules } from '../../../src/core/redact/rules.ts'

/** What a test says of a request; the rest is a GET of the example without anything. */
export type Said = Partial<Omit<RecordedRequest, 'headers'>> & {
  readonly headers?: Readonly<Record<string, string>>
}

export function live({
  method = 'GET',
  url = 'https://api.example.com/',
  body = '',
  headers = {},
}: Said = {}): Comparable {
  return { method, url, body, headers: headersOf(Object.entries(headers)) }
}

export function json(value: unknown, said: Said = {}): Said {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { method: 'POST', body, headers: { 'content-type': 'application/json' }, ...said }
}

export function form(body: string, said: Said = {}): Said {
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    ...said,
  }
}

export function recorded(said: Said = {}, id = 0): Interaction {
  const { method, url, body, headers } = live(said)
  const request: RecordedRequest = {
    proto: 'HTTP/1.1',
    protoMajor: 1,
    protoMinor: 1,
    contentLength: -1,
    transferEncoding: [],
    trailer: newHeaders(),
    host: '',
    remoteAddr: '',
    requestUri: '',
    form: newHeaders(),
    ...said,
    method,
    url,
    body: body ?? '',
    headers,
  }
  return { id, request, response }
}

const response: Interaction['response'] = {
  proto: 'HTTP/1.1',
  protoMajor: 1,
  protoMinor: 1,
  transferEncoding: [],
  trailer: newHeaders(),
  contentLength: 2,
  uncompressed: false,
  body: 'ok',
  headers: newHeaders(),
  status: '200 OK',
  code: 200,
  duration: 1_000_000,
}

export const rulesOff: SecretRules = compileRules(false)
export const defaultRules: SecretRules = compileRules()

export function matcherOf(options: MatchOptions = {}, rules: SecretRules = defaultRules): Matcher {
  return createMatcher(options, rules)
}

export function indexOf(
  requests: readonly Said[],
  options: MatchOptions = {},
  rules: SecretRules = defaultRules,
): InteractionIndex {
  return createIndex(
    requests.map((said, id) => recorded(said, id)),
    matcherOf(options, rules),
  )
}

/** The positions that match, in the order of the file. */
export function matches(index: InteractionIndex, said: Said): readonly number[] {
  const { groups, accepts } = index.candidates(live(said))
  return groups
    .flat()
    .filter(accepts)
    .toSorted((a, b) => a - b)
}

/** The differences between two requests as `at: recorded -> actual`, or the part where there is no `at`. */
export function differences(
  actual: Said,
  record: Said,
  options: MatchOptions = {},
  rules: SecretRules = defaultRules,
): readonly string[] {
  const matcher = matcherOf(options, rules)
  return matcher
    .compare(matcher.normalise(live(actual)), matcher.normalise(recorded(record).request))
    .map(({ part, at, recorded, actual }) => `${at ?? part}: ${show(recorded)} -> ${show(actual)}`)
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}
