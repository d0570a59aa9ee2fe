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
  // Of one length, so that the time it takes says nothing.
  return timingSafeEqual(digest(Buffer.from(shown, 'base64')), digest(Buffer.from(auth)))
}

function digest(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

/** Checks what clients are to show. @throws TypeError where it is no user and password */
export function checkProxyAuth(auth: string | undefined): void {
  if (auth === undefined || /^[^:\s][^:]*:.+$/.test(auth)) return
  throw new TypeError('proxyAuth is a user and a password: user:password.')
}
