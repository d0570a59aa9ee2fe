import { type HeaderMap, headersOfRaw } from '../../core/headers.ts'

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

/** The values of a field, its name in lower case. */
export function valuesOf(fields: RawFields, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const given = fields[index] ?? ''
    if (given.length === name.length && given.toLowerCase() === name) {
      values.push(fields[index + 1] ?? '')
    }
  }
  return values
}

/** The fields whose names, in lower case, are to be kept. */
export function keeping(fields: RawFields, keeps: (lowerName: string) => boolean): string[] {
  const kept: string[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const name = fields[index] ?? ''
    if (keeps(name.toLowerCase())) kept.push(name, fields[index + 1] ?? '')
  }
  return kept
}

/**
 * The fields that go on to the next hop: not those of this connection, nor those that `Connection` lists.
 *
 * @param keeps - Which of them, by their names in lower case; all where it is left out.
 */
export function endToEnd(
  fields: RawFields,
  keeps: (lowerName: string) => boolean = always,
): string[] {
  const listed = valuesOf(fields, 'connection').flatMap((value) =>
    value.split(',').map((name) => name.trim().toLowerCase()),
  )
  return keeping(
    fields,
    (name) => !ofTheConnection.has(name) && !listed.includes(name) && keeps(name),
  )
}

function always(): boolean {
  return true
}

const ofTheMessage: ReadonlySet<string> = new Set(['host', 'content-length'])

/** A request's fields as they are matched and kept: Go's clients have neither the host nor the length among them. */
export function requestHeaders(fields: RawFields): HeaderMap {
  return headersOfRaw(keeping(fields, (name) => !ofTheMessage.has(name)))
}

/** The fields as pairs. */
export function pairsOf(fields: RawFields): [string, string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    pairs.push([fields[index] ?? '', fields[index + 1] ?? ''])
  }
  return pairs
}
