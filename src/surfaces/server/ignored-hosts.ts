import { isIPv6 } from 'node:net'
import { unbracketed } from './site.ts'

/** Whether a pattern can mean any host at all: a URL, or a host with a port, cannot. */
export function canMean(pattern: string): boolean {
  return /^(?:\*\.)?[^\s/?#@*:]+$/.test(pattern) || isIPv6(unbracketed(pattern))
}

/** Whether a pattern means a host as URLs write it: `example.com` that alone, `*.example.com` those below it. */
export function isMeant(pattern: string, hostname: string): boolean {
  const lower = unbracketed(pattern.toLowerCase())
  return lower.startsWith('*.')
    ? hostname.endsWith(lower.slice(1))
    : unbracketed(hostname) === lower
}

/** The URLs of a host that is meant: what comes for it without a tunnel. */
export function urlsOf(pattern: string): RegExp {
  const host = unbracketed(pattern).replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`)
  const name = host.replace(/^\*/, '[^/?#]*')
  return new RegExp(String.raw`^https?://\[?${name}\]?(?::\d+)?(?:[/?#]|$)`, 'i')
}
