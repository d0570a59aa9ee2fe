import type { NameTest } from './names.ts'

/** The keys under which lists of headers and variables have a name: `{"name":"DB_PASSWORD","value":"..."}`. */
export const nameKeys: ReadonlySet<string> = new Set(['key', 'name'])

// The quotes of all three strings have the same backslashes before them.
const nameAndValue = /\s*(\\{0,7})"([\w.-]{3,64})\1"\s*,\s*\1"value\1"\s*:/iy
const variable = /(?:^|_)(?:TOKEN|SECRET|KEY)$/

/** Where the value of a secret name begins, right behind its colon; nothing where the name is none of a secret. */
export function namedValueAt(text: string, from: number, isSecret: NameTest): number | undefined {
  nameAndValue.lastIndex = from
  const name = nameAndValue.exec(text)?.[2]
  if (name === undefined || !(variable.test(name) || isSecret(name))) return undefined
  return nameAndValue.lastIndex
}

const wrapped = /\{\s*(\\{0,7})"(?:type\1"\s*:\s*\1"[\w.-]{1,40}\1"\s*,\s*\1")?value\1"\s*:/y

/**
 * Where the value of a secret begins that stands in an object of its own, right behind its colon; nothing where it does not.
 *
 * @example `{"adminPassword":{"value":"..."}}`, as parameters of Azure and passwords of Okta are
 */
export function wrappedValueAt(text: string, from: number): number | undefined {
  wrapped.lastIndex = from
  return wrapped.test(text) ? wrapped.lastIndex : undefined
}
