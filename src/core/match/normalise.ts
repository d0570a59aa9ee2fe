import type { Body } from '../body.ts'
import { type HeaderMap, headerValue } from '../headers.ts'
import type { Hiding } from './hiding.ts'
import type { RecordedRequest } from '../model.ts'
import type { Ignore } from './ignore.ts'
import { bodyNormaliser, type NormalBody } from './normal-body.ts'
import { headerNormaliser, type NormalHeaders } from './normal-headers.ts'
import { type NormalUrl, urlNormaliser } from './normal-url.ts'
import type { SecretRules } from '../redact/rules.ts'

/** What is compared of a request, live or recorded. A body that was not kept, or not read, is `undefined`. */
export interface Comparable {
  readonly method: string
  readonly url: string
  readonly headers: HeaderMap
  readonly body: Body | undefined
}

/**
 * A request as it is compared, whoever recorded it. Headers and body are made when first asked for:
 * many a look-up needs neither.
 */
export interface Normalised {
  readonly request: Comparable
  readonly method: string
  readonly url: NormalUrl
  readonly headers: () => NormalHeaders
  readonly body: () => NormalBody
  /** The body's hash, which the index may know without the body. */
  readonly bodyHash: () => number
}

/** Makes the one way both sides go through before they are compared. */
export function normaliser(
  rules: SecretRules,
  ignore: Ignore,
  hide: Hiding,
): (request: Comparable) => Normalised {
  const normalUrl = urlNormaliser(hide)
  const normalHeaders = headerNormaliser(rules, ignore, hide)
  const normalBody = bodyNormaliser(ignore, hide)
  return (request) => {
    const body = once(() =>
      normalBody(keptBody(request), headerValue(request.headers, 'content-type')),
    )
    return {
      request,
      method: normalMethod(request.method),
      url: normalUrl(request.url),
      headers: once(() => normalHeaders(request.headers)),
      body,
      bodyHash: () => body().hash,
    }
  }
}

// Go takes an empty method for GET, and fetch sends `patch` as it is.
function normalMethod(method: string): string {
  return method === '' ? 'GET' : method.toUpperCase()
}

/** A recorded body that is empty in spite of its length was not kept: too large for us, or an upload go-vcr did not see. */
function keptBody(request: Comparable | RecordedRequest): Body | undefined {
  const isKept = !('contentLength' in request) || request.contentLength <= 0 || request.body !== ''
  return isKept ? request.body : undefined
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
