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
 * A request as it is compared, whoever recorded it. URL, headers and body are made when first asked for:
 * many a look-up needs none of them.
 */
export interface Normalised {
  readonly request: Comparable
  readonly method: string
  readonly url: NormalUrl
  headers(): NormalHeaders
  body(): NormalBody
  /** The body's hash, which the index may know without the body. */
  bodyHash(): number
  /** Whether it holds so much that it should not be kept. */
  readonly isHeavy: boolean
}

const heaviest = 65_536

/** Makes the one way both sides go through before they are compared. */
export function normaliser(
  rules: SecretRules,
  ignore: Ignore,
  hide: Hiding,
): (request: Comparable) => Normalised {
  const ways = {
    url: urlNormaliser(hide),
    headers: headerNormaliser(rules, ignore, hide),
    body: bodyNormaliser(ignore, hide),
  }
  return (request) => new NormalRequest(request, ways)
}

interface Ways {
  readonly url: (url: string) => NormalUrl
  readonly headers: (headers: HeaderMap) => NormalHeaders
  readonly body: (body: Body | undefined, contentType: () => string | undefined) => NormalBody
}

// A class, not closures: one is made for each request, and for each recorded one that is looked at.
class NormalRequest implements Normalised {
  readonly request: Comparable
  readonly #ways: Ways
  #method: string | undefined
  #url: NormalUrl | undefined
  #headers: NormalHeaders | undefined
  #body: NormalBody | undefined

  constructor(request: Comparable, ways: Ways) {
    this.request = request
    this.#ways = ways
  }

  get method(): string {
    return (this.#method ??= normalMethod(this.request.method))
  }

  get url(): NormalUrl {
    return (this.#url ??= this.#ways.url(this.request.url))
  }

  headers(): NormalHeaders {
    return (this.#headers ??= this.#ways.headers(this.request.headers))
  }

  body(): NormalBody {
    return (this.#body ??= this.#ways.body(keptBody(this.request), () =>
      headerValue(this.request.headers, 'content-type'),
    ))
  }

  bodyHash(): number {
    return this.body().hash
  }

  get isHeavy(): boolean {
    return this.#body !== undefined && (this.request.body?.length ?? 0) > heaviest
  }
}

/** What the index knows of a body. */
export interface KnownBody {
  readonly hash: number
  /** Nothing where the Content-Type may make it another. */
  readonly kind: NormalBody['kind'] | undefined
}

/** The same request, of whose body something is known. */
export function withKnownBody(normal: Normalised, { hash, kind }: KnownBody): Normalised {
  return new KnownRequest(normal, hash, kind)
}

/** The kind of a request's body, where the index knows it without the body. */
export function knownKindOf(normal: Normalised): NormalBody['kind'] | undefined {
  return normal instanceof KnownRequest ? normal.bodyKind : undefined
}

class KnownRequest implements Normalised {
  readonly request: Comparable
  readonly bodyKind: NormalBody['kind'] | undefined
  readonly isHeavy: boolean
  readonly #normal: Normalised
  readonly #hash: number

  constructor(normal: Normalised, hash: number, kind: NormalBody['kind'] | undefined) {
    this.request = normal.request
    this.bodyKind = kind
    this.isHeavy = normal.isHeavy
    this.#normal = normal
    this.#hash = hash
  }

  get method(): string {
    return this.#normal.method
  }

  get url(): NormalUrl {
    return this.#normal.url
  }

  headers(): NormalHeaders {
    return this.#normal.headers()
  }

  body(): NormalBody {
    return this.#normal.body()
  }

  bodyHash(): number {
    return this.#hash
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
