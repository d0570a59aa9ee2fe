import type { RequestLine } from '../origin.ts'
import { decodeText } from './decode.ts'
import { Excerpt } from './excerpt.ts'
import { requestTable } from './field-table.ts'
import type { Scanned } from './scan-cassette.ts'
import { SidePlaces } from './side-places.ts'

const urlPosition = requestTable.positions.get('url') as number
const methodPosition = requestTable.positions.get('method') as number

interface Seen {
  readonly line: RequestLine
  readonly start: number
  readonly length: number
}

const slots = 1 << 10

/**
 * Reads methods and URLs without the rest of their requests.
 *
 * Many interactions of a large file have the same: bytes that were read lately are compared, which is several times as
 * fast as to decode them again.
 */
export class RequestLines {
  readonly #scanned: Scanned
  readonly #seen: (Seen | undefined)[] = []

  constructor(scanned: Scanned) {
    this.#scanned = scanned
  }

  /** Of the request whose places begin there. Nothing where it does not say both. */
  at(first: number): RequestLine | undefined {
    const { places } = this.#scanned
    const start = places[first + urlPosition] as number
    const method = places[first + methodPosition] as number
    if (start === 0 || method === 0) return undefined
    // Up to the end of the request: behind its method there is an id at most.
    const length = (places[first + requestTable.fields.length] as number) - start
    const slot = this.#hash(start, length) % slots
    const seen = this.#seen[slot]
    if (seen?.length === length && this.#areSame(seen.start, start, length)) return seen.line
    const line = this.#read(first)
    this.#seen[slot] = { line, start, length }
    return line
  }

  #read(first: number): RequestLine {
    const { bytes, layout } = this.#scanned
    const { pad } = layout.fieldText
    const places = new SidePlaces(this.#scanned, requestTable, first)
    const from = new Excerpt(bytes, places.startOf(urlPosition), places.end)
    const textAt = (position: number): string =>
      decodeText(from, places.startOf(position), places.endOf(position), pad)
    return { url: textAt(urlPosition), method: textAt(methodPosition) }
  }

  #hash(start: number, length: number): number {
    const { bytes } = this.#scanned
    let hash = length
    for (let at = start; at < start + length; at++) {
      hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    }
    return (hash ^ (hash >>> 15)) >>> 0
  }

  #areSame(one: number, other: number, length: number): boolean {
    const { bytes } = this.#scanned
    for (let at = 0; at < length; at++) if (bytes[one + at] !== bytes[other + at]) return false
    return true
  }
}
