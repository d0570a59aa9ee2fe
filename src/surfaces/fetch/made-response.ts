import type { Hop } from './hop.ts'
import { isSendableReason } from '../sendable-reason.ts'

/** A body, as `Response` takes it. */
export type GivenBody = ConstructorParameters<typeof Response>[0]

interface FetchedHead {
  readonly status: number
  readonly statusText: string
  readonly headers: NonNullable<ResponseInit['headers']>
}

/**
 * A response as fetch gives it, with what none that is made has: its URL, and a type. Its clones have them, too.
 *
 * Fetch takes from the network what `Response` takes from nobody: a status above 599, an odd reason.
 */
export function fetchedResponse(
  body: GivenBody,
  { status, statusText, headers }: FetchedHead,
  url: string,
): Response {
  const Fetched = fetchedClass()
  if (status <= 599 && isSendableReason(statusText)) {
    return new Fetched(body, { status, statusText, headers }, url)
  }
  const isOk = status <= 299
  return owning(new Fetched(body, { headers }, url), { status, statusText, ok: isOk })
}

/** The same, behind a redirect. */
export function redirected(response: Response, { request: { url }, type }: Hop): Response {
  return owning(response, { url, type, redirected: true })
}

/** The response with properties of its own, as its clones have them. */
function owning(response: Response, own: Readonly<Record<string, unknown>>): Response {
  const { clone } = response
  for (const name in own) define(response, name, own[name])
  define(response, 'clone', () => owning(clone.call(response), own))
  return response
}

function define(response: Response, name: string, value: unknown): void {
  Object.defineProperty(response, name, { value, configurable: true })
}

type FetchedClass = new (body: GivenBody, init: ResponseInit, url: string) => Response

// A symbol: a private name would not be seen through a Proxy, as what a Response has is.
const urlKey: unique symbol = Symbol('url')
let made: FetchedClass | undefined

/** A class, for to define properties one by one takes a replay twice as long as to find what it plays. */
function fetchedClass(): FetchedClass {
  // Node loads its fetch when somebody asks for `Response`, and an environment of tests may put in its own.
  const isMade = made !== undefined && Object.getPrototypeOf(made) === Response
  return isMade ? (made as FetchedClass) : (made = classOver(Response))
}

function classOver(Made: typeof Response): FetchedClass {
  class Fetched extends Made {
    declare [urlKey]: string

    constructor(body: GivenBody, init: ResponseInit, url: string) {
      super(body, init)
      this[urlKey] = url
    }
  }
  const { clone } = Made.prototype
  Object.defineProperties(Fetched.prototype, {
    // To whoever looks, it is a Response.
    constructor: { value: Made },
    url: {
      get(this: Fetched) {
        return this[urlKey]
      },
      configurable: true,
    },
    type: { get: () => 'basic', configurable: true },
    clone: {
      value(this: Fetched) {
        return owning(clone.call(this), { url: this.url, type: this.type })
      },
      configurable: true,
      writable: true,
    },
  })
  return Fetched
}
