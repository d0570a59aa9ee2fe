import type { Incoming } from './incoming.ts'
import type { Origins } from './origins.ts'

/** Where a client wants its request to go. */
export interface Target {
  /** Several, where it did not say and more than one host may have the answer. */
  readonly urls: readonly [string, ...string[]]
}

const toPrefix = '/__wiretape/to/'

/** Whether a target is an absolute URL, as clients send it to a proxy. */
export function isAbsolute(target: string): boolean {
  return /^https?:\/\//i.test(target)
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
  if (isAbsolute(target)) return { urls: [withPath(target)] }
  if (target.startsWith(toPrefix)) {
    const [host, path] = splitAt(target.slice(toPrefix.length), '/')
    return at(told(decode(host), origins), `/${path}`)
  }
  const named = incoming.own('upstream')
  if (named !== undefined) return at(told(named, origins), target)
  if (upstream !== undefined) return at([upstream], target)
  const asked = origins.asked(method, target)
  return at(asked.length > 0 ? asked : [`http://${incoming.host}`], target)
}

/** The recorded origins that a client named. One that was not recorded is a miss, which explains itself. */
function told(name: string, origins: Origins): readonly string[] {
  const known = origins.withHost(name)
  if (known.length > 0) return known
  return [`http://${/^[\w.:[\]-]+$/.test(name) ? name : 'unknown'}`]
}

function at(origins: readonly string[], target: string): Target {
  const [first = '', ...rest] = origins.map((origin) => under(origin, target))
  return { urls: [first, ...rest] }
}

/** A request's URL at an upstream, whose path stands before the request's. */
export function under(upstream: string, target: string): string {
  return `${upstream.replace(/\/$/, '')}${target.startsWith('/') ? '' : '/'}${target}`
}

/** `http://host?query` has the path `/` that it does not write. */
function withPath(url: string): string {
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
