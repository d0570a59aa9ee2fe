import { keptValue } from './field-value.ts'
import { remembering } from './remembering.ts'

/**
 * Header fields by name, the values of one name in their order.
 *
 * A null-prototype object: `__proto__` is an ordinary name. Recorded names are in Go's canonical form.
 */
export type HeaderMap = Readonly<Record<string, readonly string[]>>

/** A header map that is being filled. */
export type MutableHeaderMap = Record<string, string[]>

/** An empty header map, to be filled. */
export function newHeaders(): MutableHeaderMap {
  const headers: MutableHeaderMap = {}
  // Made without a prototype it would be a hash table to V8, which takes three times as long to fill and to list.
  Object.setPrototypeOf(headers, null)
  return headers
}

/** No fields at all: one for everybody. */
export const noHeaders: HeaderMap = Object.freeze(newHeaders())

// RFC 9110, section 5.6.2
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/** Whether a header's name is one that HTTP can carry. Cassettes made by hand may have others. */
export function isFieldName(name: string): boolean {
  return token.test(name)
}

/**
 * A header's name in Go's canonical form: `content-type` is `Content-Type`.
 *
 * What is no token (a blank in it, say) stays as it is.
 * @see https://pkg.go.dev/net/textproto#CanonicalMIMEHeaderKey
 */
export const canonicalName: (name: string) => string = remembering(canonicalise)

function canonicalise(name: string): string {
  if (!isFieldName(name)) return name
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase())
}

/** Collects name and value pairs, as they came over the wire, under Go's names, values in their order. */
export function headersOf(pairs: Iterable<readonly [string, string]>): HeaderMap {
  const headers = newHeaders()
  for (const [name, value] of pairs) (headers[canonicalName(name)] ??= []).push(keptValue(value))
  return headers
}

/** Collects Node's flat list `[name, value, name, value, ...]`. */
export function headersOfRaw(raw: readonly string[]): HeaderMap {
  return headersOfAscii(raw.map((text, index) => (index % 2 === 0 ? text : keptValue(text))))
}

/** The same of one whose values are kept as they are. */
export function headersOfAscii(raw: readonly string[]): HeaderMap {
  const headers = newHeaders()
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = canonicalName(raw[index] as string)
    const value = raw[index + 1] as string
    const values = headers[name]
    if (values === undefined) headers[name] = [value]
    else values.push(value)
  }
  return headers
}

/** All fields as pairs, a pair for each value. */
export function* headerPairs(headers: HeaderMap): Generator<[string, string]> {
  for (const [name, values] of Object.entries(headers)) {
    for (const value of values) yield [name, value]
  }
}

/** The first value of a field, whatever the case of its name in the map. */
export function headerValue(headers: HeaderMap, name: string): string | undefined {
  return headerValues(headers, name)[0]
}

/**
 * The first value of a field of a map whose names are canonical, as is all that comes from the wire. `name` is canonical, too.
 *
 * To see that a field is missing costs nothing here: other maps are searched for it in any case.
 */
export function canonicalValue(headers: HeaderMap, name: string): string | undefined {
  return headers[name]?.[0]
}

/** All values of a field, whatever the case of its name in the map. */
export function headerValues(headers: HeaderMap, name: string): readonly string[] {
  const canonical = headers[canonicalName(name)]
  if (canonical !== undefined) return canonical
  const wanted = name.toLowerCase()
  for (const key of Object.keys(headers)) {
    if (key.length === name.length && key.toLowerCase() === wanted)
      return headers[key] as readonly string[]
  }
  return []
}

/**
 * The same fields without some, whatever the case of their names. `names` are in lower case.
 *
 * The same object where none of them is there.
 */
export function withoutHeaders(headers: HeaderMap, names: ReadonlySet<string>): HeaderMap {
  return keptHeaders(headers, (name) => !names.has(name.toLowerCase()))
}

/** The fields whose name is kept. The same object where all are. */
export function keptHeaders(headers: HeaderMap, keeps: (name: string) => boolean): HeaderMap {
  const names = Object.keys(headers)
  const kept = names.filter(keeps)
  if (kept.length === names.length) return headers
  const fewer: Record<string, readonly string[]> = newHeaders()
  for (const name of kept) fewer[name] = headers[name] as readonly string[]
  return fewer
}
