import { createHash, timingSafeEqual } from 'node:crypto'

/** What the clients of a proxy have to show, as `user:password`. */
export type ProxyAuth = string

/** Whether a client has shown it. */
export function isAllowed(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  auth: ProxyAuth | undefined,
): boolean {
  if (auth === undefined) return true
  const [, shown = ''] = /^basic +(\S+) *$/i.exec(String(headers['proxy-authorization'])) ?? []
  return isSecret(Buffer.from(shown, 'base64'), auth)
}

/** Whether what a client shows is a secret. How long it takes to tell says nothing. */
export function isSecret(shown: Uint8Array, secret: string): boolean {
  // Of one length.
  return timingSafeEqual(digest(shown), digest(Buffer.from(secret)))
}

function digest(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** Checks what clients are to show. @throws TypeError where it is no user and password */
export function checkProxyAuth(auth: string | undefined): void {
  if (auth === undefined || /^[^:\s][^:]*:.+$/.test(auth)) return
  throw new TypeError('proxyAuth is a user and a password: user:password.')
}
