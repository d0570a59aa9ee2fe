import { closingQuote, openingQuote } from './json-strings.ts'

/** The key that every JSON Web Key has. */
export const jwkKey = 'kty'

/** The members that a public key has not: of RSA and curves, and of keys that both sides share. */
const privateMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])

/** One of RSA with 8,192 bits has room. */
const longest = 8_192
const mostMembers = 24
const member = /\s*[{,]\s*(\\{0,7})"([\w#.-]{1,32})\1"\s*:\s*/y
const plain = /(?:[\w.+-]+|\[[^\]{}]*\])/y

/**
 * Where the values of a JSON Web Key's private members begin. None for a public key.
 *
 * @param at - Behind the colon of its `kty`.
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-6
 */
export function privateValues(text: string, at: number): readonly number[] {
  const from = Math.max(0, at - longest)
  const brace = text.slice(from, at).lastIndexOf('{')
  const values: number[] = []
  let next = brace === -1 ? undefined : from + brace
  for (let count = 0; next !== undefined && count < mostMembers; count++) {
    member.lastIndex = next
    const [, backslashes = '', name] = member.exec(text) ?? []
    if (name === undefined) break
    const value = member.lastIndex
    if (privateMembers.has(name)) values.push(value)
    next = endOfValue(text, value, backslashes.length)
  }
  return values
}

function endOfValue(text: string, at: number, depth: number): number | undefined {
  const opened = openingQuote(text, at, depth)
  if (opened !== undefined) return closingQuote(text, opened, depth) + depth + 1
  plain.lastIndex = at
  return plain.test(text) ? plain.lastIndex : undefined
}
