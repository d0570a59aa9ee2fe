import { remembering } from '../../core/remembering.ts'
import type { Incoming } from './incoming.ts'
import type { Problem } from './problem.ts'

/** The names by which clients may call a server. */
export type OwnNames = ReadonlySet<string>

/**
 * The names of a server: those of this machine to itself, the one it was bound to, and what else is allowed.
 *
 * Any other name may have been pointed here by a foreign web page (DNS rebinding).
 */
export function ownNames(boundTo = '127.0.0.1', allowed: readonly string[] = []): OwnNames {
  const names = ['127.0.0.1', 'localhost', '[::1]', boundTo, ...allowed]
  return new Set(names.map(hostnameOf))
}

/** Why a request to this server itself is not served, or nothing where it is. */
export function guard({ host }: Incoming, names: OwnNames): Problem | undefined {
  // HTTP/1.0 clients may send no name; no browser is among them.
  if (host === '' || names.has(hostnameOf(host))) return undefined
  return {
    status: 403,
    type: 'wiretape_error',
    code: 'FOREIGN_HOST',
    message:
      'This server is called by a name that is not its own.\n' +
      'Call it 127.0.0.1 or localhost, or allow the name with --allow-host (allowHosts).',
  }
}

/** Whether an address that a server is bound to reaches this machine alone. */
export function isLoopback(boundTo = '127.0.0.1'): boolean {
  return /^(?:127(?:\.\d+){3}|\[?::1\]?|localhost)$/i.test(boundTo)
}

/** The host of a Host field or an option, without its port: `localhost`, `[::1]`. */
const hostnameOf = remembering((host) => {
  const lower = host.toLowerCase()
  // An address with colons and without brackets has no port.
  if (/^[^[\]]*:[^[\]]*:/.test(lower)) return `[${lower}]`
  return lower.replace(/:\d*$/, '')
})
