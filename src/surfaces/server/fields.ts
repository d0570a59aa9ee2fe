import { type HeaderMap, headersOfRaw } from '../../core/headers.ts'
import { remembering } from '../../core/remembering.ts'

/** Header fields as Node has them from the wire: name, value, name, value, ..., case and repeats kept. */
export type RawFields = readonly string[]

// RFC 9110, section 7.6.1, and what older software says of a connection.
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])

/** So many bytes the fields of a request or a response may have, over HTTP/1. Node's own limit is a quarter of it. */
export const mostHeadBytes = 65_536

/** Whether a field has a name, which is in lower case. */
export function isNamed(given: string, name: string): boolean {
  return given.length === name.length && (given === name || given.toLowerCase() === name)
}

/** The values of a field, its name in lower case. */
export function valuesOf(fields: RawFields, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    if (isNamed(fields[index] ?? '', name)) values.push(fields[index + 1] ?? '')
  }
  return values
}

/** The fields whose names, as they came, are to be kept. */
export function keeping(fields: RawFields, keeps: (name: string) => boolean): string[] {
  const kept: string[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index] ?? ''
    if (keeps(name)) kept.push(name, fields[index + 1] ?? '')
  }
  return kept
}

/** Whether a field, its name in lower case, is for whoever is at the end, as far as its name tells. */
export function goesOn(lowerName: string): boolean {
  return !ofTheConnection.has(lowerName)
}

const allGoOn = remembering((name) => goesOn(name.toLowerCase()))

/**
 * The fields that go on to the next hop: not those of this connection, nor those that `Connection` lists.
 *
 * @param keeps - Whether one of a name, in any case, goes on; those that are not of the connection where it is left out.
 */
export function endToEnd(fields: RawFields, keeps: (name: string) => boolean = allGoOn): string[] {
  const listed = valuesOf(fields, 'connection').flatMap((value) =>
    value.split(',').map((name) => name.trim().toLowerCase()),
  )
  if (listed.length === 0) return keeping(fields, keeps)
  return keeping(fields, (name) => keeps(name) && !listed.includes(name.toLowerCase()))
}

/** A request's fields as they are matched and kept: Go's clients have neither the host nor the length among them. */
export function requestHeaders(fields: RawFields): HeaderMap {
  return headersOfRaw(
    keeping(fields, (name) => !isNamed(name, 'host') && !isNamed(name, 'content-length')),
  )
}

/** The fields as pairs. */
export function pairsOf(fields: RawFields): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    pairs.push([fields[index] ?? '', fields[index + 1] ?? ''])
  }
  return pairs
}

/** The fields as lines of HTTP/1, as Latin-1. */
export function linesOf(fields: RawFields): string {
  return pairsOf(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
}
