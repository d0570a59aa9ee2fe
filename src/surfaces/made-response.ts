import type { Hop } from './fetch-hop.ts'
import { isSendableReason } from './sendable-reason.ts'

/** A body, as `Response` takes it. */
export type GivenBody = ConstructorParameters<typeof Response>[0]

interface FetchedHead {
  readonly status: number
  readonly statusText: string
  readonly headers: NonNullable<ResponseInit['headers']>
}

/** Fetch takes from the network what `Response` takes from nobody: a status above 599, an odd reason. */
export function responseWith(
  body: GivenBody,
  { status, statusText, headers }: FetchedHead,
): Response {
  if (status <= 599 && isSendableReason(statusText)) {
    return new Response(body, { status, statusText, headers })
  }
  const isOk = status <= 299
  return owning(new Response(body, { headers }), { status, statusText, ok: isOk })
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

/** Gives a made response what a fetched one has, also its clones. */
export function dress(response: Response, url: string): Response {
  return owning(response, { url, type: 'basic' })
}

/** The same, behind a redirect. */
export function redirected(response: Response, { request: { url }, type }: Hop): Response {
  return owning(response, { url, type, redirected: true })
}
