import { type MemberManner, membersFrom } from './json-members.ts'

/** The key that every JSON Web Key has. */
export const jwkKey = 'kty'

/** The members that a public key has not: of RSA and curves, and of keys that both sides share. */
const privateMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])

/** One of RSA with 8,192 bits has room. */
const longest = 8_192
const manner: MemberManner = {
  member: /\s*[{,]\s*(\\{0,7})"([\w#.-]{1,32})\1"\s*:\s*/y,
  plain: /(?:[\w.+-]+|\[[^\]{}]*\])/y,
  most: 24,
}

/**
 * Where the values of a JSON Web Key's private members begin. None for a public key.
 *
 * @param at - Behind the colon of its `kty`.
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-6
 */
export function privateValues(text: string, at: number): readonly number[] {
  const from = Math.max(0, at - longest)
  const brace = text.slice(from, at).lastIndexOf('{')
  if (brace === -1) return []
  const members = [...membersFrom(text, from + brace, manner)]
  return members.filter(({ key }) => privateMembers.has(key)).map(({ value }) => value)
}
