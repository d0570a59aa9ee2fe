import type { Incoming } from './incoming.ts'
import type { Origins } from './origins.ts'

/** Where a client wants its request to go. */
export interface Target {
  /** Several, where it did not say and more than one host may have the answer. */
  readonly urls: readonly [string, ...string[]]
  /** Whether it was recorded, or given by the user: only such a host is ever sent anything. */
  readonly isKnown: boolean
}

/** The base URL of a recorded host: this, the host, and the path. */
export const toPrefix = '/__wiretape/to/'

/** Whether a target is an absolute URL, as clients send it to a proxy. It need not be one of HTTP. */
export function isAbsolute(target: string): boolean {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(target)
}

/**
 * Where a request to a replay server goes: absolute, or told by the base URL `/__wiretape/to/<host>/`, by the header
 * `x-wiretape-upstream`, by the option `upstream`; else to any host that was recorded.
 *
 * @param upstream - A URL whose path stands before the request's.
 */
export function targetOf(
  incoming: Incoming,
  origins: Origins,
  upstream: string | undefined,
): Target {
  const { target, method } = incoming
  if (isAbsolute(target) && URL.canParse(target))
    return absolute(withPath(target), origins, upstream)
  if (target.startsWith(toPrefix)) {
    const [host, path] = splitAt(target.slice(toPrefix.length), '/')
    return told(decode(host), `/${path}`, origins)
  }
  const named = incoming.own('upstream')
  if (named !== undefined) return told(named, target, origins)
  if (upstream !== undefined) return at([upstream], target, true)
  const asked = origins.asked(method, target)
  return asked.length > 0 ? at(asked, target, true) : at([`http://${incoming.host}`], target, false)
}

function absolute(url: string, origins: Origins, upstream: string | undefined): Target {
  const { origin } = new URL(url)
  const isGiven = upstream !== undefined && new URL(upstream).origin === origin
  return { urls: [url], isKnown: isGiven || origins.all.includes(origin) }
}

/** A host that the client named. One that was not recorded is a miss, which explains itself. */
function told(name: string, target: string, origins: Origins): Target {
  const known = origins.withHost(name)
  if (known.length > 0) return at(known, target, true)
  const isHost = /^[\w.:[\]-]+$/.test(name) && URL.canParse(`http://${name}`)
  return at([`http://${isHost ? name : 'unknown'}`], target, false)
}

function at(origins: readonly string[], target: string, isKnown: boolean): Target {
  const [first = '', ...rest] = origins
  const others = rest.length === 0 ? rest : rest.map((origin) => under(origin, target))
  return { urls: [under(first, target), ...others], isKnown }
}

/** A request's URL at an upstream, whose path stands before the request's. */
export function under(upstream: string, target: string): string {
  const base = upstream.endsWith('/') ? upstream.slice(0, -1) : upstream
  return `${base}${target.startsWith('/') ? '' : '/'}${target}`
}

const hasPath = /^[a-z]+:\/\/[^/?#]*\//i

/** `http://host?query` has the path `/` that it does not write. */
export function withPath(url: string): string {
  if (hasPath.test(url)) return url
  return url.replace(/^([a-z]+:\/\/[^/?#]*)(?=[?#]|$)/i, '$1/')
}

function splitAt(text: string, mark: string): [string, string] {
  const index = text.indexOf(mark)
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

/** What a host needs in a path: colons, and the slashes of an origin. */
function decode(host: string): string {
  return host.replace(/%(?:3a|2f|5b|5d)/gi, decodeURIComponent)
}
