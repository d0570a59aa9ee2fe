import { headerValues } from '../headers.ts'
import type { Interaction } from '../model.ts'
import { decodeName } from './percent.ts'
import type { NameTest } from './places/names.ts'

const userinfoOf = /^[\w+.-]+:\/\/([^/?#]*)@/

/** The secrets of an interaction's credential headers and of its URL's userinfo: none of them is kept. */
export function credentialsOf(
  { request, response }: Interaction,
  isSecretHeader: NameTest,
): readonly string[] {
  const secrets: string[] = []
  for (const headers of [request.headers, request.trailer, response.headers, response.trailer]) {
    for (const name of Object.keys(headers)) {
      if (!isSecretHeader(name)) continue
      for (const value of headerValues(headers, name)) {
        secrets.push(...secretsInCredential(name, value))
      }
    }
  }
  const userinfo = request.url.includes('@') ? userinfoOf.exec(request.url)?.[1] : undefined
  if (userinfo !== undefined) secrets.push(...secretsInUserinfo(userinfo))
  return secrets
}

const quotedSecret =
  /(?:response|cnonce|opaque|signature|token|key|password|oauth_(?:token|signature|consumer_key|verifier))="([^"]+)"/gi
const awsPart = /(?:Credential=([^/,\s]+)|Signature=([0-9a-f]+))/g

/**
 * The secrets in the value of a credential header, without scheme and names: what a server may echo elsewhere.
 *
 * @example `Basic dTpw` gives the base64 text, and the password in it.
 */
export function secretsInCredential(name: string, value: string): readonly string[] {
  const plain = name.toLowerCase()
  if (plain === 'cookie') return value.split(';').map(cookieValue).filter(looksDrawn)
  if (plain.startsWith('set-cookie')) {
    return [cookieValue(value.replace(/;.*/s, ''))].filter(looksDrawn)
  }
  const blank = value.indexOf(' ')
  if (blank === -1) return [value]
  const scheme = value.slice(0, blank).toLowerCase()
  const rest = value.slice(blank + 1).trim()
  if (scheme === 'basic') return [rest, ...passwordsIn(rest)]
  if (scheme.startsWith('aws4')) return groupsOf(rest, awsPart)
  const quoted = groupsOf(rest, quotedSecret)
  return quoted.length > 0 ? quoted : [rest]
}

/** The secrets in the userinfo of a URL, decoded. */
export function secretsInUserinfo(userinfo: string): readonly string[] {
  const colon = userinfo.indexOf(':')
  return colon === -1 ? [decodeName(userinfo)] : [decodeName(userinfo.slice(colon + 1))]
}

function cookieValue(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim()
}

// A cookie may hold a language, a zone or a theme, too: those stand elsewhere by right.
function looksDrawn(value: string): boolean {
  return value.length >= 12 && /\d/.test(value) && /[A-Za-z]/.test(value)
}

function passwordsIn(base64: string): readonly string[] {
  const text = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0 ? atob(base64) : ''
  const colon = text.indexOf(':')
  if (colon === -1) return []
  const password = text.slice(colon + 1)
  // A key may be the user name: `sk_live_...:`, `ghp_...:x-oauth-basic`. Other names are no secret.
  return /^(?:x(?:-oauth-basic)?)?$/i.test(password) ? [text.slice(0, colon)] : [password]
}

function groupsOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter(Boolean))
}
